#include "tests/emulator/cloud_cockpit.hpp"
#include "tests/emulator/partner_wire.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace tests::emulator {
namespace {

namespace json = boost::json;

// "true"/"false" in any case; the default for anything else.
bool flag(const Pairs& query, std::string_view name, bool initial) {
  const auto value = value_of(query, name);
  return value && equals_ignoring_case(*value, initial ? "false" : "true") ? !initial : initial;
}

std::string company(const Customer& customer) { return company_name(customer); }

}  // namespace

std::optional<Answer> CloudCockpit::read_page(const Request& request, PageRequest& page) const {
  const Pairs query = decode_form(request.query());
  Mistakes mistakes;
  const auto read = [&](const char* name, const char* property, std::size_t longest, std::size_t& into) {
    const auto text = value_of(query, name);
    if (!text) return;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), into);
    if (failed != std::errc() || end != text->data() + text->size() || into < 1 || into > longest) {
      mistakes.emplace_back(property, "The value must be between 1 and " + std::to_string(longest) + ".");
    }
  };
  read("pageNumber", "PageNumber", 2147483647, page.number);
  read("pageSize", "PageSize", 2000, page.size);
  if (mistakes.empty()) return std::nullopt;
  return error(400, request, "One or more validation errors occurred.", mistakes);
}

Answer CloudCockpit::envelope(const PageRequest& page,
                              const std::vector<std::function<std::string()>>& all) const {
  const std::size_t pages = (all.size() + page.size - 1) / page.size;
  std::string out = "{\"items\":[";
  const std::size_t first = std::min(all.size(), (page.number - 1) * page.size);
  for (std::size_t i = first; i < std::min(all.size(), first + page.size); ++i) {
    if (i > first) out += ',';
    out += all[i]();
  }
  out += "],\"paginationParameters\":{\"pageNumber\":" + std::to_string(page.number) +
         ",\"pageSize\":" + std::to_string(page.size) + "},\"totalPages\":" + std::to_string(pages) +
         ",\"totalCount\":" + std::to_string(all.size()) +
         ",\"hasPreviousPage\":" + (page.number > 1 ? "true" : "false") +
         ",\"hasNextPage\":" + (page.number < pages ? "true" : "false");
  if (world_.switches.is("cc_null_members", "print")) out += ",\"continuationToken\":null";
  out += '}';
  return success(200, out);
}

Answer CloudCockpit::list_groups(const Request& request) const {
  PageRequest page;
  if (auto refused = read_page(request, page)) return *refused;
  std::vector<std::function<std::string()>> groups;  // seed.hpp has them in the order of their names
  for (const seed::Group& group : seed::groups) {
    groups.emplace_back([&group] {
      return json::serialize(json::object{{"id", group.id}, {"name", group.name}});
    });
  }
  return envelope(page, groups);
}

Answer CloudCockpit::list_customers(const Request& request) const {
  PageRequest page;
  if (auto refused = read_page(request, page)) return *refused;
  const Pairs query = decode_form(request.query());
  const auto field = value_of(query, "searchField");
  const std::string value = value_of(query, "searchValue").value_or("");
  const std::string by = lower(field.value_or("Company.Name"));
  const bool known =
      by == "company.name" || by == "domain" || by == "internalidentifier" || by == "providercustomerid";
  if (!known)
    return error(400, request, "Unknown search field", {{"SearchField", "The value is not valid."}});
  if (field && value.empty()) {
    return error(400, request, "The search value is missing",
                 {{"SearchValue", "The SearchValue field is required."}});
  }
  const bool deleted_too = flag(query, "includeDeleted", true);
  const auto reseller = value_of(query, "resellerId");
  const auto fits = [&](const Customer& customer) {
    if (customer.cloud_cockpit.empty() || (customer.cockpit_deleted && !deleted_too)) return false;
    if (reseller && !reseller->empty() && !equals_ignoring_case(*reseller, customer.reseller_id))
      return false;
    if (value.empty()) return true;
    if (by == "providercustomerid") return equals_ignoring_case(customer.provider_customer, value);
    return contains_ignoring_case(by == "domain"               ? customer.domain
                                  : by == "internalidentifier" ? customer.name
                                                               : company(customer),
                                  value);
  };
  std::vector<const Customer*> found;
  for (const auto& customer : world_.directory.customers()) {
    if (fits(*customer)) found.push_back(customer.get());
  }
  std::stable_sort(found.begin(), found.end(), [](const Customer* a, const Customer* b) {
    return compare_ignoring_case(company(*a), company(*b)) < 0;
  });
  if (!flag(query, "ascending", true)) std::reverse(found.begin(), found.end());
  std::vector<std::function<std::string()>> items;
  for (const Customer* customer : found)
    items.emplace_back([this, customer] { return customer_json(*customer); });
  return envelope(page, items);
}

Answer CloudCockpit::list_proxied_users(const Request& request, Customer& customer) const {
  const Pairs query = decode_form(request.query());
  if (value_of(query, "providerInstanceId").value_or("").empty()) {
    return error(400, request, "One or more validation errors occurred.",
                 {{"providerInstanceId", "The providerInstanceId field is required."}});
  }
  PageRequest page;
  if (auto refused = read_page(request, page)) return *refused;
  std::vector<std::function<std::string()>> items;
  for (PartnerUser* user : customer.partner_users.view(false, PartnerOrder::display_name, false)) {
    items.emplace_back([user, &customer] {
      const std::string& name = user->user_principal_name;
      return json::serialize(json::object{{"id", user->id},
                                          {"displayName", user->display_name},
                                          {"email", name.substr(0, name.find('@'))},
                                          {"firstName", user->first_name},
                                          {"lastName", user->last_name},
                                          {"location", user->usage_location},
                                          {"temporaryPassword", nullptr},
                                          {"domain", customer.domain}});
    });
  }
  return envelope(page, items);
}

std::string CloudCockpit::customer_json(const Customer& customer) const {
  json::object out{{"id", customer.cloud_cockpit},
                   {"companyName", company(customer)},
                   {"taxId", nullptr},
                   {"country", "DE"},
                   {"addressLine1", "Hauptstraße 1"},
                   {"addressLine2", nullptr},
                   {"city", "Berlin"},
                   {"state", "Berlin"},
                   {"zip", "10115"},
                   {"firstName", "Käthe"},
                   {"middleName", nullptr},
                   {"lastName", "Groß"},
                   {"email", "info@" + customer.domain},
                   {"phone", nullptr},
                   {"internalIdentifier", customer.name}};
  out["resellerId"] = customer.reseller_id.empty() ? json::value(nullptr) : json::value(customer.reseller_id);
  json::array associations;
  json::array instances;
  if (!customer.provider_customer.empty()) {
    json::object instance{{"providerCustomerId", customer.provider_customer},
                          {"providerInstanceId", seed::cockpit_provider_instance_id},
                          {"status", customer.cockpit_deleted ? "Deleted" : "Active"}};
    instances.push_back(std::move(instance));
  }
  out["providerCustomers"] = std::move(instances);
  out["customerAssociations"] = std::move(associations);
  if (world_.switches.is("cc_null_members", "omit")) {
    for (auto it = out.begin(); it != out.end();)
      it = it->value().is_null() ? out.erase(it) : it + 1;
  }
  return json::serialize(out);
}

}  // namespace tests::emulator
