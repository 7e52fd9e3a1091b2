#include "tests/emulator/draft_rules.hpp"
#include "tests/emulator/partner_center.hpp"
#include "tests/emulator/partner_wire.hpp"

#include <boost/json.hpp>

#include <array>

namespace tests::emulator {
namespace {

namespace json = boost::json;

// The object of a body; a byte order mark in front is skipped. nullopt: not a JSON object.
std::optional<json::object> body_of(const Request& request) {
  std::string_view text = request.body;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  boost::system::error_code failed;
  json::value parsed = json::parse(text, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

struct Field {
  std::string_view name;
  std::string PartnerUser::*value;
  std::size_t longest;
};
constexpr std::array<Field, 7> fields{{
    {"usageLocation", &PartnerUser::usage_location, 2},
    {"userPrincipalName", &PartnerUser::user_principal_name, 113},
    {"firstName", &PartnerUser::first_name, 64},
    {"lastName", &PartnerUser::last_name, 64},
    {"displayName", &PartnerUser::display_name, 256},
    {"phoneNumber", &PartnerUser::phone_number, 64},
    {"immutableId", &PartnerUser::immutable_id, 256},
}};

// Takes over what the body names; empty, or the property that is wrong.
std::string merge_fields(const json::object& body, bool null_clears, PartnerUser& user) {
  for (const Field& field : fields) {
    const json::value* value = member(body, field.name, true);
    if (value == nullptr || (value->is_null() && !null_clears)) continue;
    if (value->is_null()) {
      (user.*field.value).clear();
      continue;
    }
    if (!value->is_string()) return std::string(field.name) + " must be a string";
    user.*field.value = std::string(value->get_string());
    if (length_of(user.*field.value) > field.longest) return std::string(field.name) + " is too long";
  }
  return {};
}

// Empty, or what is wrong with the password profile.
std::string merge_password(const json::object& body, PartnerUser& user) {
  const json::value* profile = member(body, "passwordProfile");
  if (profile == nullptr) return {};
  if (!profile->is_object()) return "passwordProfile must be an object";
  user.password = text_member(profile->get_object(), "password").value_or("");
  const json::value* force = member(profile->get_object(), "forceChangePassword");
  if (force != nullptr && !force->is_bool()) return "passwordProfile.forceChangePassword must be a boolean";
  user.force_change_password = force != nullptr && force->get_bool();
  if (user.password.empty()) return {};
  const std::string problem = problem_of_password(user.password);
  return problem.empty() ? problem : "passwordProfile.password " + problem;
}

std::string problem_of(const PartnerUser& user, const Customer& customer) {
  if (user.user_principal_name.empty()) return "userPrincipalName is required";
  const std::string problem = problem_of_name(user.user_principal_name, customer);
  if (!problem.empty()) return "userPrincipalName " + problem;
  if (user.display_name.empty()) return "displayName is required";
  if (!user.usage_location.empty() && !is_country(user.usage_location))
    return "usageLocation is not a country";
  return {};
}

}  // namespace

Answer PartnerCenter::get_user(Customer& customer, const std::string& id) const {
  PartnerUser* user = is_guid(id) ? customer.partner_users.by_id(id) : nullptr;
  const bool hidden = user != nullptr && user->deleted_at && world_.switches.is("deleted_get", "404");
  if (user == nullptr || hidden || !world_.is_visible(user->created_at)) {
    return error(404, 60002, "User object ID isn't found");
  }
  return success(200, partner_user_json(*user, customer, world_.switches));
}

Answer PartnerCenter::create_user(const Request& request, Customer& customer) {
  const auto body = body_of(request);
  if (!body) return error(400, 800002, "Invalid request input: the body is not a JSON object");
  PartnerUser user;
  std::string problem = merge_fields(*body, true, user);
  if (problem.empty()) problem = problem_of(user, customer);
  if (problem.empty()) problem = merge_password(*body, user);
  if (problem.empty() && user.password.empty()) {
    if (world_.switches.is("pc_password_generation", "auto")) {
      user.password = "Gen!" + world_.random.guid().substr(0, 12);
      user.force_change_password = true;
    } else {
      problem = "passwordProfile.password is required";
    }
  }
  if (problem.empty() && user.usage_location.empty() && world_.switches.is("pc_usage_location", "required")) {
    problem = "usageLocation is required";
  }
  if (!problem.empty()) return error(400, 3000, "Invalid property: " + problem);
  if (customer.partner_users.by_name(user.user_principal_name) != nullptr) return duplicate();

  user.id = world_.random.guid();
  user.created_at = world_.clock.now();
  const PartnerUser& added = customer.partner_users.add(std::move(user));
  Answer answer = success(static_cast<int>(world_.switches.number("pc_create_status")),
                          created_user_json(added, world_.switches));
  answer.person = lower(added.user_principal_name);
  return answer;
}

Answer PartnerCenter::update_user(const Request& request, Customer& customer, const std::string& id) {
  const auto body = body_of(request);
  if (!body) return error(400, 800002, "Invalid request input: the body is not a JSON object");
  PartnerUser* user = customer.partner_users.by_id(id);
  if (user == nullptr) return error(404, 60002, "User object ID isn't found");
  const std::string state = lower(text_member(*body, "state").value_or(""));
  if (!state.empty() && state != "active" && state != "inactive") {
    return error(400, 3000, "Invalid property: state");
  }
  const bool restores = user->deleted_at && state == "active";
  if (user->deleted_at && (!restores || world_.clock.now() - *user->deleted_at > restorable_for)) {
    return error(404, 60002, "User object ID isn't found");
  }
  if (member(*body, "passwordProfile") != nullptr && !world_.switches.on("pc_plain_reset")) {
    return error(400, 3000, "Invalid property: passwordProfile is set through resetpassword");
  }
  PartnerUser changed = *user;
  std::string problem = merge_fields(*body, world_.switches.is("pc_patch_null", "clear"), changed);
  if (problem.empty()) problem = merge_password(*body, changed);
  if (problem.empty()) problem = problem_of(changed, customer);
  if (!problem.empty()) return error(400, 3000, "Invalid property: " + problem);
  const PartnerUser* namesake = customer.partner_users.by_name(changed.user_principal_name);
  if (namesake != nullptr && namesake != user) return duplicate();
  changed.deleted_at.reset();
  *user = std::move(changed);
  customer.partner_users.changed(*user);
  return success(200, partner_user_json(*user, customer, world_.switches));
}

Answer PartnerCenter::reset_password(const Request& request, Customer& customer, const std::string& id) {
  const auto body = body_of(request);
  if (!body) return error(400, 800002, "Invalid request input: the body is not a JSON object");
  PartnerUser* user = customer.partner_users.by_id(id);
  if (user == nullptr || user->deleted_at) return error(404, 60002, "User object ID isn't found");
  PartnerUser changed = *user;
  changed.password.clear();
  std::string problem = merge_password(*body, changed);
  if (problem.empty() && changed.password.empty()) problem = "passwordProfile.password is required";
  if (!problem.empty()) return error(400, 3000, "Invalid property: " + problem);
  user->password = changed.password;
  user->force_change_password = changed.force_change_password;
  return success(200, created_user_json(*user, world_.switches));
}

Answer PartnerCenter::delete_user(Customer& customer, const std::string& id) {
  PartnerUser* user = customer.partner_users.by_id(id);
  if (user == nullptr || user->deleted_at) return error(404, 60002, "User object ID isn't found");
  user->deleted_at = world_.clock.now();
  customer.partner_users.changed(*user);
  Answer answer;
  answer.status = 204;
  answer.executed = true;
  return answer;
}

Answer PartnerCenter::duplicate() const {
  const std::string& detail = world_.switches.text("pc_duplicate_detail");
  std::string description =
      detail == "object_conflict"
          ? "ObjectConflict: userPrincipalName"
          : "Another object with the same value for property userPrincipalName already exists.";
  if (detail == "both") description += " (ObjectConflict)";
  return error(static_cast<int>(world_.switches.number("pc_duplicate")),
               world_.switches.number("pc_duplicate_code"), description);
}

}  // namespace tests::emulator
