// Bytes of ASCII, whatever the locale: what grammars of the wire and of the file ask about (RFC 5234, B.1).
// Text of people is folded by fold.hpp.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace schema {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
// No blank, no control character, nothing past ASCII.
constexpr bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

constexpr char ascii_lower(char c) { return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; }

inline std::string ascii_lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), ascii_lower);
  return out;
}

}  // namespace schema
