#include "schema/instant.hpp"

#include "schema/ascii.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace schema {
namespace {

bool take(std::string_view& text, std::string_view any) {
  if (text.empty() || any.find(text.front()) == any.npos) return false;
  text.remove_prefix(1);
  return true;
}

// `count` digits at the front, taken off; nullopt where there are not so many, or they are more than `most`.
std::optional<int> take_number(std::string_view& text, std::size_t count, int most) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > most) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

std::optional<std::int64_t> take_days(std::string_view& text) {
  const auto year = take_number(text, 4, 9999);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2, 12);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2, 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<int> take_minutes(std::string_view& text) {
  const auto hour = take_number(text, 2, 23);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2, 59);
  if (!minute) return std::nullopt;
  return *hour * 60 + *minute;
}

// The digits behind a point; empty where there is no point.
std::optional<std::string_view> take_fraction(std::string_view& text) {
  if (!take(text, ".")) return std::string_view();
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size]))
    ++size;
  if (size == 0) return std::nullopt;
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

// How many minutes ahead of UTC.
std::optional<int> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return 0;
  const bool is_behind = text.starts_with('-');
  if (!take(text, "+-")) return std::nullopt;
  const auto minutes = take_minutes(text);
  if (!minutes) return std::nullopt;
  return is_behind ? -*minutes : *minutes;
}

}  // namespace

std::optional<Instant> Instant::parse(std::string_view text) {
  const auto days = take_days(text);
  if (!days || !take(text, "Tt")) return std::nullopt;
  const auto minutes = take_minutes(text);
  if (!minutes || !take(text, ":")) return std::nullopt;
  const auto seconds = take_number(text, 2, 60);
  if (!seconds) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Instant{(*days * 24 * 60 + *minutes - *offset) * 60 + *seconds, std::string(*fraction)};
}

void append_rfc3339(std::string& out, std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<milliseconds>(time - day));
  std::array<char, 40> text;
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  out.append(text.data(), static_cast<std::size_t>(length));
}

}  // namespace schema
