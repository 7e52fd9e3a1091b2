#include "tests/emulator/cloud_cockpit.hpp"
#include "tests/emulator/cockpit_wire.hpp"
#include "tests/emulator/draft_rules.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tests::emulator {
namespace {

namespace json = boost::json;

CockpitOrder order_of(const Switches& switches) {
  const std::string& sort = switches.text("cc_sort");
  return sort == "email"        ? CockpitOrder::email
         : sort == "last_first" ? CockpitOrder::last_first
                                : CockpitOrder::first_last;
}

std::optional<std::string> reseller_of(const Request& request) {
  auto reseller = value_of(decode_form(request.query()), "resellerId");
  return reseller && reseller->empty() ? std::nullopt : reseller;
}

bool is_json(const Request& request) {
  const std::string* type = request.header("content-type");
  return type != nullptr && contains_ignoring_case(*type, "json");
}

using Mistakes = std::vector<std::pair<std::string, std::string>>;

// "firstName" in the body, "FirstName" in errors.
std::string pascal(std::string name) {
  name[0] = static_cast<char>(name[0] & ~32);
  return name;
}

void read_text(const json::object& body, const std::string& name, bool nulls,
               std::optional<std::string>& into, Mistakes& mistakes) {
  const json::value* value = member(body, name, true);
  if (value == nullptr || (value->is_null() && !nulls)) {
    mistakes.emplace_back(pascal(name), "The " + pascal(name) + " field is required.");
  } else if (!value->is_null() && !value->is_string()) {
    mistakes.emplace_back(pascal(name), "The value could not be converted to a string.");
  } else if (value->is_string()) {
    into = std::string(value->get_string());
    if (length_of(*into) > 255)
      mistakes.emplace_back(pascal(name), "The length must be 255 characters or fewer.");
  }
}

void read_role(const json::object& body, bool additional, CockpitUser& user, Mistakes& mistakes) {
  user.role_shape = RoleShape::null;
  const json::value* role = member(body, "role");
  if (role == nullptr) return;
  if (!role->is_object()) {
    mistakes.emplace_back("Role", "The value could not be converted to a role.");
    return;
  }
  user.role_shape = RoleShape::empty;
  for (const auto& entry : role->get_object()) {
    if (equals_ignoring_case({entry.key().data(), entry.key().size()}, "name")) {
      user.role_shape = entry.value().is_null() ? RoleShape::null_name : RoleShape::named;
      if (entry.value().is_string()) user.role_name = std::string(entry.value().get_string());
      if (!entry.value().is_null() && !entry.value().is_string())
        mistakes.emplace_back("Role.Name", "Not a string.");
    } else if (!additional) {
      mistakes.emplace_back("Role", "Additional properties are not allowed: " + std::string(entry.key()));
    }
  }
}

void read_groups(const json::object& body, bool nulls, CockpitUser& user, Mistakes& mistakes) {
  const json::value* groups = member(body, "groups", true);
  if (groups == nullptr || (groups->is_null() && !nulls)) {
    mistakes.emplace_back("Groups", "The Groups field is required.");
    return;
  }
  if (groups->is_null()) return;
  if (!groups->is_array()) {
    mistakes.emplace_back("Groups", "The value could not be converted to an array.");
    return;
  }
  user.group_ids.emplace();
  for (const json::value& group : groups->get_array()) {
    const auto id = group.is_object() ? text_member(group.get_object(), "id") : std::nullopt;
    if (!id || !is_guid(*id)) {
      mistakes.emplace_back("Groups", "A group must have an id that is a UUID.");
    } else if (cockpit_group_name(lower(*id)).empty()) {
      mistakes.emplace_back("Groups", "There is no group " + *id);
    } else {
      user.group_ids->push_back(lower(*id));
    }
  }
}

}  // namespace

Answer CloudCockpit::list_users(const Request& request, Customer& customer) const {
  CockpitUsers& users = customer.cockpit_users;
  const auto reseller = reseller_of(request);
  const bool narrows = reseller && world_.switches.on("cc_reseller_narrowing");
  const bool whole = !narrows && world_.is_visible(users.newest());
  const bool known = users.list_revision == users.revision() && users.list_epoch == world_.switches.epoch();
  if (!whole || !known) {
    std::string json = "[";
    json.reserve(users.all().size() * 280 + 2);
    for (CockpitUser* user : users.view(order_of(world_.switches))) {
      if (!world_.is_visible(user->created_at)) continue;
      if (narrows && !equals_ignoring_case(*reseller, user->reseller_id)) continue;
      if (json.size() > 1) json += ',';
      json += cockpit_user_json(*user, world_.switches);
    }
    json += ']';
    Answer answer = success(200, json);
    if (!whole) return answer;
    users.list_body = answer.body;
    users.list_revision = users.revision();
    users.list_epoch = world_.switches.epoch();
  }
  Answer answer = success(200, "");
  answer.body = users.list_body;
  return answer;
}

std::optional<Answer> CloudCockpit::read_user(const Request& request, CockpitUser& user) const {
  if (!is_json(request)) return error(415, request, "The Content-Type must be application/json");
  boost::system::error_code failed;
  const json::value parsed = json::parse(request.body, failed);
  if (failed || !parsed.is_object()) {
    return error(400, request, "The body is not a JSON object", {{"$", "The JSON value could not be read."}});
  }
  const json::object& body = parsed.get_object();
  const bool nulls = world_.switches.is("cc_required_null", "accept");
  Mistakes mistakes;
  read_text(body, "firstName", nulls, user.first_name, mistakes);
  read_text(body, "lastName", nulls, user.last_name, mistakes);
  read_text(body, "email", nulls, user.email, mistakes);
  if (user.email && !is_email(*user.email))
    mistakes.emplace_back("Email", "The Email is not a valid e-mail address.");
  read_role(body, world_.switches.is("cc_role_additional", "accept"), user, mistakes);
  read_groups(body, nulls, user, mistakes);
  if (mistakes.empty()) return std::nullopt;
  return error(400, request, "One or more validation errors occurred.", mistakes);
}

Answer CloudCockpit::created(const CockpitUser& user) const {
  const int status = static_cast<int>(world_.switches.number("cc_create_status"));
  const std::string& form = world_.switches.text("cc_create_body");
  Answer answer = success(status, form == "object"   ? created_cockpit_user_json(user, world_.switches)
                                  : form == "quoted" ? '"' + user.id + '"'
                                                     : user.id);
  answer.person = lower(user.email.value_or(""));
  return answer;
}

Answer CloudCockpit::create_user(const Request& request, Customer& customer) {
  CockpitUser user;
  if (auto refused = read_user(request, user)) return *refused;
  const bool doubled = user.email && customer.cockpit_users.by_email(*user.email) != nullptr;
  if (doubled && !world_.switches.is("cc_duplicate", "allow")) {
    return error(static_cast<int>(world_.switches.number("cc_duplicate")), request,
                 "The user already exists.", {{"Email", "A user with this email already exists."}});
  }
  user.id = world_.random.guid();
  user.created_at = world_.clock.now();
  user.reseller_id = lower(reseller_of(request).value_or(""));
  return created(customer.cockpit_users.add(std::move(user)));
}

CockpitUser* CloudCockpit::find_user(const Request& request, const std::string& email,
                                     Customer*& customer) const {
  const auto reseller = reseller_of(request);
  for (const auto& one : world_.directory.customers()) {
    if (one->cloud_cockpit.empty() || one->cockpit_deleted) continue;
    if (reseller && !equals_ignoring_case(*reseller, one->reseller_id)) continue;
    CockpitUser* user = one->cockpit_users.by_email(email);
    customer = one.get();
    if (user != nullptr) return user;
  }
  return nullptr;
}

Answer CloudCockpit::replace_user(const Request& request, const std::string& email) {
  Customer* customer = nullptr;
  CockpitUser* user = find_user(request, email, customer);
  if (user == nullptr) return error(404, request, "The user was not found");
  CockpitUser view;
  if (auto refused = read_user(request, view)) return *refused;
  const CockpitUser* namesake = view.email ? customer->cockpit_users.by_email(*view.email) : nullptr;
  if (namesake != nullptr && namesake != user) {
    return error(400, request, "The user already exists.",
                 {{"Email", "A user with this email already exists."}});
  }
  user->first_name = view.first_name;
  user->last_name = view.last_name;
  user->email = view.email;
  user->role_shape = view.role_shape;
  user->role_name = view.role_name;
  user->group_ids = view.group_ids;
  customer->cockpit_users.changed(*user);
  Answer answer;
  answer.status = 204;
  answer.executed = true;
  return answer;
}

Answer CloudCockpit::delete_user(const Request& request, const std::string& email) {
  Customer* customer = nullptr;
  const CockpitUser* user = find_user(request, email, customer);
  if (user == nullptr) return error(404, request, "The user was not found");
  customer->cockpit_users.remove(*user);
  Answer answer;
  answer.status = 204;
  answer.executed = true;
  return answer;
}

}  // namespace tests::emulator
