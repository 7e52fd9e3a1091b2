// The common user. `User` is one provider's account as its codec mapped it: views into the page that owns the
// bytes, so it is cheap to move and must not outlive that page. `Person` (person.hpp) is what a caller sees.
#pragma once

#include "schema/text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace schema {

// The members that hold text, in the order in which an answer prints them among the others.
enum class TextField : std::uint8_t {
  user_principal_name,
  email,
  first_name,
  last_name,
  display_name,
  usage_location,
  phone_number,
  immutable_id,
  last_directory_sync_time,  // RFC 3339
  soft_deletion_time,        // RFC 3339
};
inline constexpr std::size_t text_field_count = 10;

// The published name, as in "userPrincipalName".
constexpr std::string_view name_of(TextField field) {
  constexpr std::array<std::string_view, text_field_count> names = {
      "userPrincipalName",     "email",           "firstName",   "lastName",
      "displayName",           "usageLocation",   "phoneNumber", "immutableId",
      "lastDirectorySyncTime", "softDeletionTime"};
  return names[static_cast<std::size_t>(field)];
}

enum class UserState : std::uint8_t { unknown, active, deleted };
enum class UserDomainType : std::uint8_t { unknown, none, managed, federated };

struct Group {
  Text id;
  Text name;
};

struct User {
  Text id;           // the provider's own
  Text customer_id;  // the provider's own
  std::array<Text, text_field_count> texts;
  UserState state = UserState::unknown;
  bool state_derived = false;
  UserDomainType user_domain_type = UserDomainType::unknown;
  bool has_role = false;  // a role object was there, though its name may be null
  Text role_name;
  std::span<const Group> groups;  // empty also where the provider said null
  std::string_view raw;           // the account's own JSON object as it came, secrets erased

  const Text& text(TextField field) const { return texts[static_cast<std::size_t>(field)]; }
  Text& text(TextField field) { return texts[static_cast<std::size_t>(field)]; }
};

constexpr std::string_view name_of(UserState state) {
  switch (state) {
    case UserState::active:
      return "active";
    case UserState::deleted:
      return "deleted";
    case UserState::unknown:
      break;
  }
  return {};
}

constexpr std::string_view name_of(UserDomainType type) {
  switch (type) {
    case UserDomainType::none:
      return "none";
    case UserDomainType::managed:
      return "managed";
    case UserDomainType::federated:
      return "federated";
    case UserDomainType::unknown:
      break;
  }
  return {};
}

}  // namespace schema
