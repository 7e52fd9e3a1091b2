#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/control.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

namespace tests::emulator {

namespace json = boost::json;

json::object customer_summary_json(const Customer& customer) {
  std::size_t partner = 0;
  std::size_t deleted = 0;
  std::size_t both = 0;
  for (const auto& user : customer.partner_users.all())
    ++(user->deleted_at ? deleted : partner);
  for (const auto& user : customer.cockpit_users.all()) {
    if (user->email && customer.partner_users.by_name(*user->email) != nullptr) ++both;
  }
  const auto id = [](const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
  };
  json::object out;
  out["name"] = customer.name;
  out["domain"] = customer.domain;
  out["partner_center"] = id(customer.partner_center);
  out["cloud_cockpit"] = id(customer.cloud_cockpit);
  out["users"] = {{"partner_center", partner},
                  {"partner_center_deleted", deleted},
                  {"cloud_cockpit", customer.cockpit_users.all().size()},
                  {"both", both}};
  return out;
}

json::object population_json(const World& world) {
  json::object out;
  out["seed"] = world.seed;
  out["partner_center"] = {{"tenant_id", seed::partner_tenant_id},
                           {"client_id", seed::partner_client_id},
                           {"client_secret", seed::partner_client_secret},
                           {"refresh_token", seed::partner_refresh_token},
                           {"authorization_code", seed::partner_authorization_code},
                           {"resource", seed::partner_resource},
                           {"bearer_token", partner_bearer_token()}};
  out["cloud_cockpit"] = {{"x_tenant", seed::cockpit_x_tenant},
                          {"reseller_id", seed::cockpit_reseller_id},
                          {"other_reseller_id", seed::cockpit_other_reseller_id},
                          {"tenant_id", seed::cockpit_tenant_id},
                          {"client_id", seed::cockpit_client_id},
                          {"client_secret", seed::cockpit_client_secret},
                          {"scope", seed::cockpit_scope},
                          {"provider_instance_id", seed::cockpit_provider_instance_id},
                          {"bearer_token", cockpit_bearer_token()}};
  out["tokens"] = {{"partner_center", partner_bearer_token()}, {"cloud_cockpit", cockpit_bearer_token()}};
  json::array customers;
  json::array deleted;
  for (const auto& customer : world.directory.customers()) {
    (customer->cockpit_deleted ? deleted : customers).push_back(customer_summary_json(*customer));
  }
  out["customers"] = std::move(customers);
  out["deleted_customers"] = std::move(deleted);
  json::array groups;
  for (const seed::Group& group : seed::groups)
    groups.push_back({{"id", group.id}, {"name", group.name}});
  out["groups"] = std::move(groups);
  return out;
}

}  // namespace tests::emulator
