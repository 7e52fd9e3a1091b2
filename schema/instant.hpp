// A point in time as RFC 3339 writes it, kept to the last digit of its fraction, so that times with different
// offsets and precisions compare as what they mean.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace schema {

struct Instant {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z, leap seconds not counted
  std::string fraction;      // of a second: its decimal digits, without zeros at the end

  // RFC 3339, 5.6: `2024-02-29T23:59:60.5+01:00`, `t` and `z` too. A second 60 is the next minute's first.
  static std::optional<Instant> parse(std::string_view text);

  auto operator<=>(const Instant&) const = default;
};

// In UTC, to the millisecond: `2024-02-29T23:59:59.123Z`.
void append_rfc3339(std::string& out, std::chrono::system_clock::time_point time);

}  // namespace schema
