#include "tests/support/json_format.hpp"

#include <boost/url/parse.hpp>

#include <algorithm>
#include <map>
#include <regex>

namespace tests::support {

bool matches_pattern(const std::string& pattern, std::string_view text) {
  // A list of a thousand users asks for the same few again and again.
  thread_local std::map<std::string, std::regex> compiled;
  const auto [place, fresh] = compiled.try_emplace(pattern);
  if (fresh) place->second = std::regex(pattern, std::regex::ECMAScript);
  return std::regex_search(text.begin(), text.end(), place->second);
}

std::optional<bool> has_format(std::string_view format, std::string_view text) {
  if (format == "uuid") return matches_pattern("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", text);
  if (format == "date-time") {
    return matches_pattern(
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)"
        "(\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
        text);
  }
  if (format == "uri-reference") return boost::urls::parse_uri_reference(text).has_value();
  return std::nullopt;
}

std::size_t length_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace tests::support
