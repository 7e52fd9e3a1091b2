#include "tests/emulator/cockpit_wire.hpp"
#include "tests/emulator/control.hpp"
#include "tests/emulator/control_body.hpp"
#include "tests/emulator/partner_wire.hpp"
#include "tests/emulator/population.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tests::emulator {
namespace {

namespace json = boost::json;

CockpitUser cockpit_user_of(const json::object& given, const Customer& customer) {
  CockpitUser user;
  user.first_name = text_member(given, "firstName");
  user.last_name = text_member(given, "lastName");
  user.email = text_member(given, "email");
  user.reseller_id = customer.reseller_id;
  user.role_shape = RoleShape::null;
  if (const json::value* role = member(given, "role"); role != nullptr && role->is_object()) {
    const auto name = text_member(role->get_object(), "name");
    user.role_shape = name ? RoleShape::named : RoleShape::empty;
    user.role_name = name.value_or("");
  }
  const json::value* groups = member(given, "groups");
  if (groups == nullptr || !groups->is_array()) return user;
  user.group_ids.emplace();
  for (const json::value& group : groups->get_array()) {
    if (group.is_object())
      user.group_ids->push_back(lower(text_member(group.get_object(), "id").value_or("")));
  }
  return user;
}

PartnerUser partner_user_of(const json::object& given) {
  PartnerUser user;
  const auto text = [&](const char* name) { return text_member(given, name).value_or(""); };
  user.user_principal_name = text("userPrincipalName");
  user.first_name = text("firstName");
  user.last_name = text("lastName");
  user.display_name = text("displayName");
  user.usage_location = text("usageLocation");
  user.phone_number = text("phoneNumber");
  user.immutable_id = text("immutableId");
  user.last_directory_sync_time = text("lastDirectorySyncTime");
  if (const std::string type = text("userDomainType"); !type.empty()) user.user_domain_type = type;
  return user;
}

}  // namespace

json::object Control::add_customer(const json::object& body) {
  CustomerPlan plan;
  plan.name = required_text(body, "name");
  if (plan.name.empty() || world_.directory.by_name(plan.name) != nullptr)
    refuse_control("the name must be new");
  const bool good_name = std::all_of(plan.name.begin(), plan.name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!good_name || plan.name.size() > 32) refuse_control("the name must be up to 32 of a-z, 0-9 and '-'");
  const auto partner = count_member(body, "partner_center");
  const auto cockpit = count_member(body, "cloud_cockpit");
  const json::value* overlap = body.if_contains("overlap");
  if (overlap != nullptr && !overlap->is_number()) refuse_control("'overlap' must be a fraction from 0 to 1");
  const double fraction = overlap == nullptr ? 0.7 : overlap->to_number<double>();
  if (fraction < 0 || fraction > 1) refuse_control("'overlap' must be a fraction from 0 to 1");
  const auto seed =
      static_cast<std::uint64_t>(number_member(body, "seed", static_cast<std::int64_t>(world_.seed)));
  Random ids(seed ^ hash_of("ids of " + plan.name));
  const std::string partner_id = ids.guid();
  const std::string cockpit_id = ids.guid();
  if (partner) plan.partner_center = partner_id;
  if (cockpit) plan.cloud_cockpit = cockpit_id;
  if (!partner && !cockpit)
    refuse_control("name 'partner_center' or 'cloud_cockpit', with a number of users");
  plan.partner_center_users = partner.value_or(0);
  plan.cloud_cockpit_users = cockpit.value_or(0);
  const std::size_t smaller = std::min(plan.partner_center_users, plan.cloud_cockpit_users);
  plan.both = static_cast<std::size_t>(fraction * static_cast<double>(smaller) + 0.5);
  return customer_summary_json(world_.directory.add(make_customer(plan, seed, world_.clock.now())));
}

json::object Control::change_customer(const json::object& body) {
  Customer& customer = customer_at("partner_center", required_text(body, "customer"));
  const std::string access = required_text(body, "access");
  if (access == "full") {
    customer.access = PartnerAccess::full;
  } else if (access == "no_gdap_role") {
    customer.access = PartnerAccess::no_gdap_role;
  } else if (access == "unrelated") {
    customer.access = PartnerAccess::unrelated;
  } else if (access == "conditional_access") {
    customer.access = PartnerAccess::conditional_access;
  } else {
    refuse_control("access must be full, no_gdap_role, unrelated or conditional_access");
  }
  return customer_summary_json(customer);
}

Customer& Control::customer_at(const std::string& provider, const std::string& id_or_name) const {
  if (provider != "partner_center" && provider != "cloud_cockpit") {
    refuse_control("provider must be partner_center or cloud_cockpit");
  }
  const bool partner = provider == "partner_center";
  Customer* found = partner ? world_.directory.at_partner_center(id_or_name)
                            : world_.directory.at_cloud_cockpit(id_or_name);
  if (found == nullptr) found = world_.directory.by_name(id_or_name);
  if (found == nullptr || (partner ? found->partner_center : found->cloud_cockpit).empty()) {
    refuse_control("no customer " + id_or_name + " at " + provider);
  }
  return *found;
}

json::object Control::add_user(const json::object& body) {
  const std::string provider = required_text(body, "provider");
  Customer& customer = customer_at(provider, required_text(body, "customer"));
  const json::value* given = body.if_contains("user");
  if (given == nullptr || !given->is_object())
    refuse_control("'user' must be an object, as the provider writes users");
  const std::string id = lower(text_member(given->get_object(), "id").value_or(world_.random.guid()));
  if (!is_guid(id)) refuse_control("the user's id must be a GUID");
  if (provider == "partner_center") {
    if (customer.partner_users.by_id(id) != nullptr) refuse_control("the id is taken");
    PartnerUser user = partner_user_of(given->get_object());
    user.id = id;
    user.created_at = world_.clock.now();
    customer.partner_users.add(std::move(user));
  } else {
    if (customer.cockpit_users.by_id(id) != nullptr) refuse_control("the id is taken");
    CockpitUser user = cockpit_user_of(given->get_object(), customer);
    user.id = id;
    user.created_at = world_.clock.now();
    customer.cockpit_users.add(std::move(user));
  }
  return {{"id", id}};
}

json::object Control::remove_user(const json::object& body) {
  const std::string provider = required_text(body, "provider");
  Customer& customer = customer_at(provider, required_text(body, "customer"));
  const std::string id = required_text(body, "id");
  if (provider == "partner_center") {
    const PartnerUser* user = customer.partner_users.by_id(id);
    if (user == nullptr) refuse_control("no user " + id);
    customer.partner_users.remove(*user);
  } else {
    const CockpitUser* user = customer.cockpit_users.by_id(id);
    if (user == nullptr) refuse_control("no user " + id);
    customer.cockpit_users.remove(*user);
  }
  return {{"ok", true}};
}

json::object Control::users(const Pairs& query) {
  const std::string provider = value_of(query, "provider").value_or("");
  Customer& customer = customer_at(provider, value_of(query, "customer").value_or(""));
  json::array all;
  if (provider == "partner_center") {
    for (PartnerUser* user : customer.partner_users.view(false, PartnerOrder::created, false)) {
      all.push_back(json::parse(partner_user_json(*user, customer, world_.switches)));
    }
  } else {
    for (const auto& user : customer.cockpit_users.all()) {
      all.push_back(json::parse(cockpit_user_json(*user, world_.switches)));
    }
  }
  const std::size_t count = all.size();
  return {{"count", count}, {"users", std::move(all)}};
}

}  // namespace tests::emulator
