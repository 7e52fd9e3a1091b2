// Bytes in lower-case hexadecimal digits.
#pragma once

#include <string>

namespace schema {

template <class Bytes>
std::string hex_text(const Bytes& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace schema
