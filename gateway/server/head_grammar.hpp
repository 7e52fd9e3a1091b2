// The small grammar of an HTTP/1 head (RFC 9110, 5; RFC 9112, 5; RFC 3986): bytes, tokens, field lines,
// lists. For the linter (request_head), which decides what to make of them.
#pragma once

#include "schema/ascii.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::server {

// Which bytes may stand in a text: a table, since every byte of every head is asked about.
using ByteSet = std::array<bool, 256>;

constexpr ByteSet letters_digits_and(std::string_view extra) {
  ByteSet set{};
  for (int byte = 0; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    set[static_cast<std::size_t>(byte)] = schema::is_letter_or_digit(c);
  }
  for (const char c : extra)
    set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr ByteSet visible_bytes_and(std::string_view extra) {
  ByteSet set{};
  for (std::size_t byte = 0x21; byte < 0x7f; ++byte)
    set[byte] = true;
  for (const char c : extra)
    set[static_cast<unsigned char>(c)] = true;
  return set;
}

inline constexpr ByteSet token_bytes = letters_digits_and("!#$%&'*+-.^_`|~");
inline constexpr ByteSet path_bytes = letters_digits_and("-._~!$&'()*+,;=:@%/");
// RFC 3986, and the brackets, braces and bars that browsers leave as they are.
inline constexpr ByteSet query_bytes = letters_digits_and("-._~!$&'()*+,;=:@%/?[]{}|^`\\");
inline constexpr ByteSet visible_bytes = visible_bytes_and("");
inline constexpr ByteSet value_bytes = visible_bytes_and(" \t");

bool all_bytes(std::string_view text, const ByteSet& set);
bool is_token(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string_view trimmed(std::string_view text);  // of spaces and tabs

struct FieldLine {
  std::string_view name;
  std::string_view value;  // trimmed
};

struct FieldMistake {
  std::string detail;  // for the caller, without a value of theirs
};

// `line` is not empty.
boost::system::result<FieldLine, FieldMistake> split_field_line(std::string_view line);

// A field name for a message: cut at 64, with ? for what is not visible ASCII.
std::string printable_name(std::string_view name);

// The members of a comma-separated list, trimmed, without the empty ones.
class ListMembers {
 public:
  explicit ListMembers(std::string_view list) : rest_(list) {}
  std::optional<std::string_view> next();

 private:
  std::string_view rest_;
};

enum class FieldName : std::uint8_t {
  other,
  host,
  content_length,
  transfer_encoding,
  connection,
  expect,
  content_type,
  content_encoding,
  accept,
  authorization,
  correlation_id,
  traceparent,
  tracestate,
  idempotency_key,
  if_none_match,
  origin,
};

FieldName field_name(std::string_view name);

}  // namespace gateway::server
