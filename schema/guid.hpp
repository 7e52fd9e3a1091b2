// A GUID by its 16 bytes. Ids that travel to a provider are written from these bytes, so an upstream path has
// one shape only (lower case, hyphenated), whatever a caller typed.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace schema {

struct Guid {
  std::array<std::uint8_t, 16> bytes{};

  // 8-4-4-4-12 hexadecimal digits in any case; nothing else (no braces, no spaces).
  static std::optional<Guid> parse(std::string_view text);
  // Version 4 from 16 random bytes (RFC 9562, 5.4).
  static Guid from_random(std::array<std::uint8_t, 16> random);
  std::string to_string() const;

  auto operator<=>(const Guid&) const = default;
};

}  // namespace schema
