#include "tests/emulator/partner_wire.hpp"

#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/seed.hpp"
#include "tests/emulator/text.hpp"

#include <boost/json.hpp>

namespace tests::emulator {
namespace {

namespace json = boost::json;

void append_member(std::string& out, std::string_view name, std::string_view value, bool print_null) {
  if (value.empty() && !print_null) return;
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":";
  if (value.empty()) {
    out += "null";
  } else {
    append_json_string(out, value);
  }
}

enum class Form { read, created };

std::string encoded(const PartnerUser& user, const Customer* customer, const Switches& switches, Form form) {
  const bool nulls = switches.is("pc_null_members", "print");
  const bool two_nulls = nulls || (form == Form::created && switches.is("pc_create_nulls", "print"));
  std::string out = "{";
  out.reserve(512);
  append_member(out, "usageLocation", user.usage_location, nulls);
  append_member(out, "id", user.id, nulls);
  append_member(out, "userPrincipalName", user.user_principal_name, nulls);
  append_member(out, "firstName", user.first_name, nulls);
  append_member(out, "lastName", user.last_name, nulls);
  append_member(out, "displayName", user.display_name, nulls);
  append_member(out, "phoneNumber", user.phone_number, nulls);
  append_member(out, "immutableId", user.immutable_id, nulls);
  if (form == Form::created) {
    out += ",\"passwordProfile\":{\"forceChangePassword\":";
    out += user.force_change_password ? "true" : "false";
    if (switches.on("echo_password")) append_member(out, "password", user.password, false);
    out += '}';
  } else if (nulls) {
    append_member(out, "passwordProfile", "", true);
  }
  append_member(out, "lastDirectorySyncTime", user.last_directory_sync_time, two_nulls);
  append_member(out, "userDomainType", user.user_domain_type, nulls);
  append_member(out, "state", user.deleted_at ? "inactive" : "active", nulls);
  append_member(out, "softDeletionTime", user.deleted_at ? utc_text(*user.deleted_at) : std::string(),
                two_nulls);
  if (customer != nullptr) {
    out += ",\"links\":{\"self\":{\"uri\":\"";
    if (switches.is("link_v1_prefix", "on")) out += "/v1";
    out += "/customers/" + customer->partner_center + "/users/" + user.id;
    out += "\",\"method\":\"GET\",\"headers\":[]}}";
  }
  out += ",\"attributes\":{\"objectType\":\"CustomerUser\"}}";
  return out;
}

}  // namespace

const std::string& partner_user_json(PartnerUser& user, const Customer& customer, const Switches& switches) {
  if (user.wire_epoch != switches.epoch()) {
    user.wire = encoded(user, &customer, switches, Form::read);
    user.wire_epoch = switches.epoch();
  }
  return user.wire;
}

std::string created_user_json(const PartnerUser& user, const Switches& switches) {
  return encoded(user, nullptr, switches, Form::created);
}

std::string partner_error_json(const Switches& switches, std::int64_t code, std::string_view description) {
  const std::string quote = switches.is("error_code_type", "string") ? "\"" : "";
  std::string out = switches.on("error_bom") ? "\xEF\xBB\xBF" : "";
  out += "{\"code\":" + quote + std::to_string(code) + quote + ",\"description\":";
  append_json_string(out, description);
  if (switches.is("error_data", "array")) out += ",\"data\":[]";
  out += ",\"source\":\"PartnerFD\"}";
  return out;
}

std::string company_name(const Customer& customer) {
  std::string name = customer.name;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
  return name + " Ltd.";
}

std::string customer_item_json(const Customer& customer) {
  std::string out = "{\"id\":";
  append_json_string(out, customer.partner_center);
  out += ",\"companyProfile\":{\"tenantId\":";
  append_json_string(out, customer.partner_center);
  out += ",\"domain\":";
  append_json_string(out, customer.domain);
  out += ",\"companyName\":";
  append_json_string(out, company_name(customer));
  out +=
      ",\"attributes\":{\"objectType\":\"CustomerCompanyProfile\"}},\"relationshipToPartner\":\"reseller\","
      "\"attributes\":{\"objectType\":\"Customer\"}}";
  return out;
}

std::string customer_json(const Customer& customer) {
  json::object company{{"tenantId", customer.partner_center},
                       {"domain", customer.domain},
                       {"companyName", company_name(customer)}};
  company["links"] = {{"self",
                       {{"uri", "/customers/" + customer.partner_center + "/profiles/company"},
                        {"method", "GET"},
                        {"headers", json::array()}}}};
  company["attributes"] = {{"objectType", "CustomerCompanyProfile"}};
  json::object address{
      {"country", "DE"}, {"city", "Berlin"}, {"addressLine1", "Hauptstraße 1"}, {"postalCode", "10115"}};
  json::object billing{{"id", customer.partner_center},
                       {"email", "billing@" + customer.domain},
                       {"culture", "en-US"},
                       {"language", "en"},
                       {"companyName", company_name(customer)}};
  billing["defaultAddress"] = std::move(address);
  billing["attributes"] = {{"etag", "-1"}, {"objectType", "CustomerBillingProfile"}};
  json::array domains;
  for (const std::string& domain : customer.domains)
    domains.emplace_back(domain);
  json::object out;
  out["id"] = customer.partner_center;
  out["commerceId"] = customer.partner_center;
  out["companyProfile"] = std::move(company);
  out["billingProfile"] = std::move(billing);
  out["relationshipToPartner"] = "reseller";
  out["allowDelegatedAccess"] = customer.access != PartnerAccess::no_gdap_role;
  if (customer.access != PartnerAccess::no_gdap_role) out["customDomains"] = std::move(domains);
  out["associatedPartnerId"] = "4847383";
  out["attributes"] = {{"objectType", "Customer"}};
  return json::serialize(out);
}

int page_of_token(std::string_view token) {
  const auto payload = read_signed(token);
  if (!payload) return 2;
  boost::system::error_code failed;
  const json::value place = json::parse(*payload, failed);
  if (failed || !place.is_object()) return 2;
  const json::value* page = place.get_object().if_contains("p");
  return page != nullptr && page->is_int64() ? static_cast<int>(page->get_int64()) : 2;
}

}  // namespace tests::emulator
