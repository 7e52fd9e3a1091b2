// The forms of single values: how each is read from text, and written by --effective. Pure; Value adds
// places.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace config {

// Decimal digits only, no sign, no leading zero.
std::optional<std::int64_t> parse_integer(std::string_view text);
// 250ms 20s 5m 1h
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
std::string print_duration(std::chrono::milliseconds duration);
// 512B 64KiB 8MiB 1GiB
std::optional<std::uint64_t> parse_size(std::string_view text);
std::string print_size(std::uint64_t bytes);
// 20%
std::optional<unsigned> parse_percent(std::string_view text);
// [a-z0-9][a-z0-9_-]{0,62}
bool is_name(std::string_view text);

}  // namespace config
