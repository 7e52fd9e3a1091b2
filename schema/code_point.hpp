// One code point of UTF-8 at a time, for the folds. utf8proc does the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schema {

struct CodePoint {
  std::int32_t value = -1;  // negative: the bytes at this place are no UTF-8
  std::size_t size = 1;     // in bytes; 1 where they are no UTF-8
};

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The first code point of `utf8`, which is not empty. Refuses overlong forms, surrogates and what lies past
// U+10FFFF.
constexpr CodePoint first_code_point(std::string_view utf8) {
  const auto lead = static_cast<unsigned char>(utf8[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (size == 0 || utf8.size() < size) return {};
  std::int32_t value = lead & (0xFF >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(utf8[i])) return {};
    value = (value << 6) | (utf8[i] & 0x3F);
  }
  constexpr std::int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, size};
}

// The last code point of `utf8`, which is not empty.
constexpr CodePoint last_code_point(std::string_view utf8) {
  std::size_t size = 1;
  while (size < 4 && size < utf8.size() && is_continuation(utf8[utf8.size() - size]))
    ++size;
  const CodePoint found = first_code_point(utf8.substr(utf8.size() - size));
  return found.value >= 0 && found.size == size ? found : CodePoint{};
}

constexpr void append_code_point(std::string& out, std::int32_t value) {
  const auto continuation = [value](int shift) {
    return static_cast<char>(0x80 | ((value >> shift) & 0x3F));
  };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    out += continuation(0);
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    out += continuation(6);
    out += continuation(0);
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    out += continuation(12);
    out += continuation(6);
    out += continuation(0);
  }
}

}  // namespace schema
