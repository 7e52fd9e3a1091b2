#include "config/scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <limits>
#include <span>

namespace config {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// The biggest first, for printing.
constexpr std::array<Unit, 4> durations = {{{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 4> sizes = {{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}};

std::optional<std::int64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_integer(text.substr(0, digits));
  const std::string_view suffix = text.substr(digits);
  const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == suffix; });
  if (!number || unit == units.end()) return std::nullopt;
  if (*number > std::numeric_limits<std::int64_t>::max() / unit->factor) return std::nullopt;
  return *number * unit->factor;
}

std::string print_with_unit(std::int64_t value, std::span<const Unit> units) {
  const auto unit = std::find_if(units.begin(), std::prev(units.end()),
                                 [&](const Unit& u) { return value != 0 && value % u.factor == 0; });
  return std::to_string(value / unit->factor) + std::string(unit->name);
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const auto number = parse_with_unit(text, durations);
  if (!number) return std::nullopt;
  return std::chrono::milliseconds(*number);
}

std::string print_duration(std::chrono::milliseconds duration) {
  return print_with_unit(duration.count(), durations);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  const auto number = parse_with_unit(text, sizes);
  if (!number) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::string print_size(std::uint64_t bytes) {
  return print_with_unit(static_cast<std::int64_t>(bytes), sizes);
}

std::optional<unsigned> parse_percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto number = parse_integer(text.substr(0, text.size() - 1));
  if (!number || *number > 100) return std::nullopt;
  return static_cast<unsigned>(*number);
}

bool is_name(std::string_view text) {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 63 && alphanumeric(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return alphanumeric(c) || c == '_' || c == '-'; });
}

}  // namespace config
