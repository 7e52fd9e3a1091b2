// Which members of a user an answer shows: what `fields=` and `include=` of a request come to.
#pragma once

#include "schema/user_conflicts.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace schema {

// A set of the user's members but `id`, which always comes.
class Members {
 public:
  static constexpr Members all() { return Members(static_cast<std::uint32_t>(-1)); }
  static constexpr Members none() { return Members(0); }

  constexpr bool has(Disputable member) const { return (bits_ & bit_of(member)) != 0; }
  constexpr bool has_sources() const { return (bits_ & sources) != 0; }
  constexpr bool has_conflicts() const { return (bits_ & conflicts) != 0; }
  constexpr Members with(Members more) const { return Members(bits_ | more.bits_); }
  constexpr bool overlaps(Members other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool operator==(const Members&) const = default;

 private:
  friend std::optional<Members> member_named(std::string_view name);
  static constexpr std::uint32_t sources = 1u << disputable_count;
  static constexpr std::uint32_t conflicts = 1u << (disputable_count + 1);
  static constexpr std::uint32_t id = 1u << (disputable_count + 2);
  explicit constexpr Members(std::uint32_t bits) : bits_(bits) {}

  std::uint32_t bits_;
};

// By its published name, `id` too; nullopt: a user has no such member.
std::optional<Members> member_named(std::string_view name);

struct UserShape {
  Members members = Members::all();
  bool raw = false;  // each source with its own object as the provider sent it
};

}  // namespace schema
