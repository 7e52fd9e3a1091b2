#include "adapters/retry_after.hpp"

#include "schema/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace adapters {
namespace {

using std::chrono::seconds;

constexpr seconds longest{24 * 60 * 60};

// Whole numbers only; what is longer than any real wait counts as the longest.
std::optional<seconds> parse_seconds(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, schema::is_digit)) return std::nullopt;
  if (text.size() > 9) return longest;
  long count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return seconds(count);
}

// The words and numbers of a date; every form of it is told by how many there are.
struct Words {
  std::array<std::string_view, 8> word;
  std::size_t count = 0;
};

Words split(std::string_view text) {
  Words words;
  while (words.count < words.word.size()) {
    const std::size_t begin = text.find_first_not_of(" ,-:");
    if (begin == text.npos) break;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" ,-:"), text.size());
    words.word[words.count++] = text.substr(0, end);
    text.remove_prefix(end);
  }
  return words;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<unsigned> month(std::string_view name) {
  constexpr std::array<std::string_view, 12> names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<unsigned>(found - names.begin() + 1);
}

// A year of two digits that seems more than 50 years ahead is in the past (RFC 9110, 5.6.7).
int full_year(int year, std::chrono::system_clock::time_point wall_now) {
  if (year >= 100) return year;
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(wall_now));
  const int this_year = static_cast<int>(today.year());
  const int candidate = this_year - this_year % 100 + year;
  return candidate > this_year + 50 ? candidate - 100 : candidate;
}

// "Mon, 27 Jan 2020 04:17:10 GMT", "Monday, 27-Jan-20 04:17:10 GMT", "Mon Jan 27 04:17:10 2020".
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text,
                                                   std::chrono::system_clock::time_point wall_now) {
  const Words words = split(text);
  const bool asctime = words.count == 7;
  if (!asctime && (words.count != 8 || words.word[7] != "GMT")) return std::nullopt;
  const auto& word = words.word;
  const auto named_month = month(word[asctime ? 1 : 2]);
  const auto day = number(word[asctime ? 2 : 1]);
  const auto year = number(word[asctime ? 6 : 3]);
  const std::size_t time = asctime ? 3 : 4;
  const auto hour = number(word[time]);
  const auto minute = number(word[time + 1]);
  const auto second = number(word[time + 2]);
  if (!named_month || !day || !year || !hour || !minute || !second) return std::nullopt;
  if (*year > 9999 || *day > 31 || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(full_year(*year, wall_now)),
                                         std::chrono::month(*named_month),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         seconds(*second);
}

}  // namespace

std::optional<seconds> parse_retry_after(std::string_view value,
                                         std::chrono::system_clock::time_point wall_now) {
  if (const auto count = parse_seconds(value)) return std::min(*count, longest);
  const auto date = parse_date(value, wall_now);
  if (!date) return std::nullopt;
  return std::clamp(std::chrono::ceil<seconds>(*date - wall_now), seconds(0), longest);
}

}  // namespace adapters
