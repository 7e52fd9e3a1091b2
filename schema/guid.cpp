#include "schema/guid.hpp"

namespace schema {
namespace {

constexpr std::size_t text_size = 36;

constexpr bool is_hyphen_place(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<Guid> Guid::parse(std::string_view text) {
  if (text.size() != text_size) return std::nullopt;
  Guid guid;
  std::size_t byte = 0;
  for (std::size_t i = 0; i < text_size;) {
    if (is_hyphen_place(i)) {
      if (text[i] != '-') return std::nullopt;
      ++i;
      continue;
    }
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    guid.bytes[byte++] = static_cast<std::uint8_t>(high * 16 + low);
    i += 2;
  }
  return guid;
}

Guid Guid::from_random(std::array<std::uint8_t, 16> random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0F) | 0x40);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3F) | 0x80);
  return Guid{random};
}

std::string Guid::to_string() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(text_size, '-');
  std::size_t i = 0;
  for (const std::uint8_t byte : bytes) {
    if (is_hyphen_place(i)) ++i;
    text[i++] = digits[byte >> 4];
    text[i++] = digits[byte & 0x0F];
  }
  return text;
}

}  // namespace schema
