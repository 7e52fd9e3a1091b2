#include "adapters/json_token.hpp"

#include "schema/ascii.hpp"

#include <cstdint>
#include <cstring>

namespace adapters {
namespace {

std::optional<std::uint32_t> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char byte : text.substr(0, 4)) {
    const char lower = static_cast<char>(byte | 0x20);
    std::uint32_t digit = 0;
    if (schema::is_digit(byte)) {
      digit = static_cast<std::uint32_t>(byte - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      digit = static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return value;
}

// The code point of the `\u` escapes that `text` begins with, and how many of its bytes they take.
struct Escaped {
  std::uint32_t code_point = 0;
  std::size_t size = 0;  // 0: no escape, or half of a surrogate pair
};

Escaped read_unicode_escape(std::string_view text) {
  const auto first = hex4(text.substr(2));
  if (!first) return {};
  if (*first < 0xd800 || *first > 0xdfff) return {*first, 6};
  if (*first > 0xdbff || text.substr(6, 2) != "\\u") return {};
  const auto second = hex4(text.substr(8));
  if (!second || *second < 0xdc00 || *second > 0xdfff) return {};
  return {0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00), 12};
}

char* write_utf8(char* out, std::uint32_t code_point) {
  const auto byte = [&](std::uint32_t value) { *out++ = static_cast<char>(value); };
  const auto rest = [&](int shift) { byte(0x80 | ((code_point >> shift) & 0x3f)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xc0 | (code_point >> 6)), rest(0);
  } else if (code_point < 0x10000) {
    byte(0xe0 | (code_point >> 12)), rest(6), rest(0);
  } else {
    byte(0xf0 | (code_point >> 18)), rest(12), rest(6), rest(0);
  }
  return out;
}

char short_escape(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

}  // namespace

bool is_json_number(std::string_view token) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < token.size() && schema::is_digit(token[at]))
      ++at;
    return at > begin;
  };
  const auto accept = [&](std::string_view any) {
    if (at == token.size() || any.find(token[at]) == any.npos) return false;
    ++at;
    return true;
  };
  accept("-");
  if (!accept("0") && !digits()) return false;
  if (accept(".") && !digits()) return false;
  if (accept("eE")) {
    accept("+-");
    if (!digits()) return false;
  }
  return at == token.size();
}

std::optional<std::size_t> unescape_json(char* out, std::string_view raw) {
  std::size_t size = 0;
  while (!raw.empty()) {
    char bytes[4] = {raw.front()};
    std::size_t written = 1;
    std::size_t read = 1;
    if (raw.starts_with("\\u")) {
      const Escaped escaped = read_unicode_escape(raw);
      written = static_cast<std::size_t>(write_utf8(bytes, escaped.code_point) - bytes);
      read = escaped.size;
    } else if (raw.front() == '\\') {
      bytes[0] = raw.size() > 1 ? short_escape(raw[1]) : '\0';
      read = bytes[0] == '\0' ? 0 : 2;
    }
    if (read == 0) return std::nullopt;
    if (out) std::memcpy(out + size, bytes, written);
    size += written;
    raw.remove_prefix(read);
  }
  return size;
}

}  // namespace adapters
