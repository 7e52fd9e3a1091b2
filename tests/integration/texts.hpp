// What tests of all kinds ask of a text.
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace tests::integration {

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

inline std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

}  // namespace tests::integration
