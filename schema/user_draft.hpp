// The user that a caller asks to create, decoded from the body and checked for shape. It has no id: the
// provider gives that. Which members a provider needs or cannot hold, its adapter says.
#pragma once

#include "schema/guid.hpp"
#include "schema/secret_text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schema {

// Every writable member, for saying which a provider can hold.
enum class DraftField : std::uint8_t {
  user_principal_name,
  email,
  first_name,
  last_name,
  display_name,
  usage_location,
  phone_number,
  immutable_id,
  role,
  groups,
  password_profile,
};
inline constexpr std::size_t draft_field_count = 11;

constexpr std::string_view name_of(DraftField field) {
  constexpr std::array<std::string_view, draft_field_count> names = {
      "userPrincipalName", "email",       "firstName", "lastName", "displayName",    "usageLocation",
      "phoneNumber",       "immutableId", "role",      "groups",   "passwordProfile"};
  return names[static_cast<std::size_t>(field)];
}

struct PasswordProfile {
  SecretText password;
  std::optional<bool> force_change_password;
};

struct UserDraft {
  std::optional<std::string> user_principal_name;
  std::optional<std::string> email;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> display_name;
  std::optional<std::string> usage_location;
  std::optional<std::string> phone_number;
  std::optional<std::string> immutable_id;
  std::optional<std::string> role_name;  // of role {name}
  std::vector<Guid> group_ids;           // of groups [{id}]
  std::optional<PasswordProfile> password_profile;

  bool has(DraftField field) const;
  // The member's text; null for role, groups and passwordProfile.
  const std::optional<std::string>* text(DraftField field) const;
  std::optional<std::string>* text(DraftField field);
};

}  // namespace schema
