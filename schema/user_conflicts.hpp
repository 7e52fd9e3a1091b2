// The members over which sources can disagree, and `conflicts`, which tells where they do.
#pragma once

#include "schema/person.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace schema {

// The members over which sources can disagree, in the published order.
enum class Disputable : std::uint8_t {
  user_principal_name,
  email,
  first_name,
  last_name,
  display_name,
  state,
  usage_location,
  phone_number,
  immutable_id,
  user_domain_type,
  last_directory_sync_time,
  soft_deletion_time,
  role,
  groups,
};
inline constexpr std::size_t disputable_count = 14;

// The published name, as in "userPrincipalName".
std::string_view name_of(Disputable member);

// One bit for each Disputable.
using Disputes = std::uint16_t;

constexpr Disputes bit_of(Disputable member) {
  return static_cast<Disputes>(1U << static_cast<unsigned>(member));
}

// `,"conflicts":[{field, values: {provider: value}}]`, for the members whose bits are set: each source's
// value, null and derived ones too.
void append_conflicts(std::string& out, const Person& person, Disputes disputes);

// A role as {"name": …}, and groups as an array of {"id", "name"}; as in the person itself.
void append_role(std::string& out, const Text& name);
void append_groups(std::string& out, std::span<const Group> groups);

}  // namespace schema
