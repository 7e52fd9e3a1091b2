#include "tests/integration/true_people.hpp"

#include "tests/integration/list_scene.hpp"
#include "tests/integration/texts.hpp"

#include <boost/json/value.hpp>
#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace tests::integration {
namespace json = boost::json;
namespace {

std::string customer_id(const support::EmulatorProcess& emulator, std::string_view provider,
                        std::string_view customer) {
  const json::value population = emulator.get("/population");
  for (const json::value& one : population.at("customers").as_array()) {
    if (text_at(one, "name") == customer) return text_at(one, provider);
  }
  throw std::logic_error("no such customer in the emulator");
}

json::array users_at(const support::EmulatorProcess& emulator, const std::string& provider,
                     std::string_view customer) {
  return emulator.get("/users?provider=" + provider + "&customer=" + std::string(customer))
      .at("users")
      .as_array();
}

json::value or_null(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains(name);
  const bool has_text = member != nullptr && !(member->is_string() && member->get_string().empty());
  return has_text ? *member : json::value(nullptr);
}

json::object nobody() {
  json::object user;
  for (const char* name : {"userPrincipalName", "email", "firstName", "lastName", "displayName", "state",
                           "usageLocation", "phoneNumber", "immutableId", "userDomainType",
                           "lastDirectorySyncTime", "softDeletionTime", "role"}) {
    user[name] = nullptr;
  }
  user["groups"] = json::array();
  user["sources"] = json::array();
  return user;
}

void add_source(json::object& user, std::string_view provider, const std::string& customer,
                const json::object& account) {
  if (!user.contains("id")) user["id"] = std::string(provider) + ':' + text_at(account, "id");
  user["sources"].as_array().push_back(
      {{"provider", provider}, {"customerId", customer}, {"id", account.at("id")}});
}

void add_partner(json::object& user, const json::object& account, const std::string& customer) {
  add_source(user, "partner_center", customer, account);
  for (const char* name :
       {"userPrincipalName", "firstName", "lastName", "displayName", "state", "usageLocation", "phoneNumber",
        "immutableId", "userDomainType", "lastDirectorySyncTime"}) {
    user[name] = or_null(account, name);
  }
}

void add_cockpit(json::object& user, const json::object& account, const std::string& customer) {
  add_source(user, "cloud_cockpit", customer, account);
  user["email"] = or_null(account, "email");
  const auto fill = [&user](std::string_view name, const json::value& value) {
    if (user[name].is_null()) user[name] = value;
  };
  const json::value first = or_null(account, "firstName");
  const json::value last = or_null(account, "lastName");
  fill("firstName", first);
  fill("lastName", last);
  std::string name(first.is_null() ? "" : first.as_string().c_str());
  if (!first.is_null() && !last.is_null()) name += ' ';
  if (!last.is_null()) name += last.as_string().c_str();
  if (!name.empty()) fill("displayName", json::value(name));
  fill("state", "active");
  const json::value& role = account.at("role");
  if (role.is_object() && !text_at(role, "name").empty()) user["role"] = role;
  if (account.at("groups").is_array()) user["groups"] = account.at("groups");
}

std::string folded(const std::string& text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                                UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) throw std::logic_error("not UTF-8");
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

json::array in_order(std::vector<json::object> users) {
  using Place = std::tuple<bool, std::string, std::string, std::size_t>;
  std::vector<Place> places;
  for (std::size_t i = 0; i < users.size(); ++i) {
    places.emplace_back(users[i]["displayName"].is_null(), folded(text_at(users[i], "displayName")),
                        text_at(users[i], "id"), i);
  }
  std::ranges::sort(places);
  json::array ordered;
  for (const Place& place : places)
    ordered.push_back(std::move(users[std::get<std::size_t>(place)]));
  return ordered;
}

}  // namespace

json::array true_people(const support::EmulatorProcess& emulator, std::string_view customer, From from) {
  std::vector<json::object> users;
  std::map<std::string, std::size_t> by_login;  // the emulator's logins are ASCII, and nobody has another's
  if (from != From::cloud_cockpit) {
    const std::string id = customer_id(emulator, "partner_center", customer);
    for (const json::value& account : users_at(emulator, "partner_center", customer)) {
      add_partner(users.emplace_back(nobody()), account.as_object(), id);
      by_login[in_lower_case(text_at(account, "userPrincipalName"))] = users.size() - 1;
    }
  }
  if (from != From::partner_center) {
    const std::string id = customer_id(emulator, "cloud_cockpit", customer);
    for (const json::value& account : users_at(emulator, "cloud_cockpit", customer)) {
      const auto known = by_login.find(in_lower_case(text_at(account, "email")));
      const bool merges = known != by_login.end() && !known->first.empty();
      add_cockpit(merges ? users[known->second] : users.emplace_back(nobody()), account.as_object(), id);
    }
  }
  return in_order(std::move(users));
}

}  // namespace tests::integration
