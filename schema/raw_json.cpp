#include "schema/raw_json.hpp"

#include <algorithm>
#include <array>

namespace schema {
namespace {

constexpr std::array<std::string_view, 3> secret_words = {"password", "secret", "token"};

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at]))
    ++at;
  return at;
}

// Behind the closing quote of the string that begins at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t quote = at + 1;; ++quote) {
    quote = text.find('"', quote);
    if (quote == text.npos) return text.size();
    std::size_t backslashes = 0;
    while (text[quote - 1 - backslashes] == '\\')
      ++backslashes;
    if (backslashes % 2 == 0) return quote + 1;
  }
}

// Behind the value that begins at `at`; without recursion, for how deep it goes is a stranger's choice.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return at;
  if (text[at] == '"') return end_of_string(text, at);
  if (text[at] != '{' && text[at] != '[') return std::min(text.find_first_of(",]} \t\r\n", at), text.size());
  for (std::size_t depth = 0; at < text.size();) {
    if (text[at] == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (text[at] == '{' || text[at] == '[') ++depth;
    if ((text[at] == '}' || text[at] == ']') && --depth == 0) return at + 1;
    ++at;
  }
  return at;
}

int hex_digit(char byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  const char lower = static_cast<char>(byte | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 0;
}

// The name as the words are written: in lower case, with a zero for what cannot be part of a word.
std::string plain_name(std::string_view inside) {
  std::string name;
  name.reserve(inside.size());
  for (std::size_t at = 0; at < inside.size(); ++at) {
    int byte = static_cast<unsigned char>(inside[at]);
    if (byte == '\\' && at + 5 < inside.size() && inside[at + 1] == 'u') {
      byte = 0;
      for (std::size_t digit = at + 2; digit < at + 6; ++digit)
        byte = byte * 16 + hex_digit(inside[digit]);
      at += 5;
    } else if (byte == '\\') {
      byte = 0;  // none of the short escapes is a letter
      ++at;
    }
    if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
    name += byte < 0x80 ? static_cast<char>(byte) : '\0';
  }
  return name;
}

bool is_secret_name(std::string_view inside) {
  const std::string name = plain_name(inside);
  return std::ranges::any_of(secret_words,
                             [&](std::string_view word) { return name.find(word) != name.npos; });
}

}  // namespace

void append_raw_json(std::string& out, std::string_view raw) {
  if (raw.empty()) {
    out += "null";
    return;
  }
  out.reserve(out.size() + raw.size());
  std::size_t begin = 0;  // of what is to be copied as it stands
  const auto copy_until = [&](std::size_t end, std::size_t go_on) {
    out.append(raw.substr(begin, end - begin));
    begin = go_on;
    return go_on;
  };
  for (std::size_t at = 0; at < raw.size();) {
    if (is_space(raw[at])) {
      at = copy_until(at, skip_spaces(raw, at));
    } else if (raw[at] == '"') {
      const std::size_t end = end_of_string(raw, at);
      const std::size_t colon = skip_spaces(raw, end);
      // Only a member's name has a colon behind it.
      const bool is_name = colon < raw.size() && raw[colon] == ':';
      if (is_name && is_secret_name(raw.substr(at + 1, end - at - 2))) {
        at = copy_until(end, end_of_value(raw, skip_spaces(raw, colon + 1)));
        out += ":null";
      } else {
        at = end;
      }
    } else {
      ++at;
    }
  }
  copy_until(raw.size(), raw.size());
}

}  // namespace schema
