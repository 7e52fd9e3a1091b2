#include "schema/user_shape.hpp"

namespace schema {

std::optional<Members> member_named(std::string_view name) {
  if (name == "id") return Members(Members::id);
  if (name == "sources") return Members(Members::sources);
  if (name == "conflicts") return Members(Members::conflicts);
  for (std::size_t i = 0; i < disputable_count; ++i) {
    const auto member = static_cast<Disputable>(i);
    if (name_of(member) == name) return Members(bit_of(member));
  }
  return std::nullopt;
}

}  // namespace schema
