#include "adapters/partner_center/timestamp.hpp"

#include "schema/ascii.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace adapters::partner_center {
namespace {

// `count` digits at the front, taken off; nullopt where there are not so many.
std::optional<unsigned> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  unsigned value = 0;
  for (const char byte : text.substr(0, count)) {
    if (!schema::is_digit(byte)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(byte - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view any) {
  if (text.empty() || any.find(text.front()) == any.npos) return false;
  text.remove_prefix(1);
  return true;
}

bool take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, "-")) return false;
  const auto month = take_number(text, 2);
  if (!month || !take(text, "-")) return false;
  const auto day = take_number(text, 2);
  if (!day) return false;
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                     std::chrono::day(*day))
      .ok();
}

bool take_time(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return false;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take(text, ":")) return false;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return false;
  if (!take(text, ".")) return true;
  if (!take_number(text, 1)) return false;
  while (take_number(text, 1)) {
  }
  return true;
}

bool is_offset(std::string_view text) {
  if (take(text, "Zz")) return text.empty();
  if (!take(text, "+-")) return false;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return false;
  const auto minute = take_number(text, 2);
  return minute && *minute <= 59 && text.empty();
}

}  // namespace

schema::Text to_timestamp(Page& page, schema::Text text) {
  if (text.is_null()) return {};
  std::string_view rest = text.view();
  if (!take_date(rest) || !take(rest, "Tt") || !take_time(rest)) return {};
  if (rest.empty()) return {page.keep(std::string(text.view()) + "Z"), true};
  return is_offset(rest) ? text : schema::Text();
}

}  // namespace adapters::partner_center
