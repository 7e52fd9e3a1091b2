#include "schema/json_text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace schema {
namespace {

// What follows the backslash; 'u' for the long form, 0 for a byte that stands as it is.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (std::size_t byte = 0; byte < 0x20; ++byte)
    table[byte] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

char escape_of(char c) { return escapes[static_cast<unsigned char>(c)]; }

// Eight bytes at once: whether any is below 0x20, a quote or a backslash.
bool has_escape(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = 0x8080808080808080;
  const std::uint64_t quote = word ^ (ones * '"');
  const std::uint64_t backslash = word ^ (ones * '\\');
  const std::uint64_t hits =
      ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash);
  return (hits & tops) != 0;
}

const char* find_escape(const char* at, const char* end) {
  while (end - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    if (has_escape(word)) break;
    at += 8;
  }
  while (at != end && escape_of(*at) == 0)
    ++at;
  return at;
}

void append_escape(std::string& out, char c) {
  const char escape = escape_of(c);
  out += '\\';
  out += escape;
  if (escape != 'u') return;
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += "00";
  out += digits[byte >> 4];
  out += digits[byte & 0x0F];
}

}  // namespace

void append_json_string(std::string& out, std::string_view utf8) {
  const char* at = utf8.data();
  const char* const end = at + utf8.size();
  out += '"';
  while (at != end) {
    const char* const stop = find_escape(at, end);
    out.append(at, stop);
    if (stop == end) break;
    append_escape(out, *stop);
    at = stop + 1;
  }
  out += '"';
}

void append_json_text(std::string& out, const Text& text) {
  if (text.is_null()) {
    out += "null";
  } else if (text.is_plain()) {
    out += '"';
    out += text.view();
    out += '"';
  } else {
    append_json_string(out, text.view());
  }
}

bool is_plain_json(std::string_view utf8) {
  const char* const end = utf8.data() + utf8.size();
  return find_escape(utf8.data(), end) == end;
}

}  // namespace schema
