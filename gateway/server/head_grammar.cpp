#include "gateway/server/head_grammar.hpp"

#include "schema/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gateway::server {

namespace {

constexpr std::size_t max_printed_name = 64;

constexpr std::array<std::pair<std::string_view, FieldName>, 15> known_fields = {{
    {"host", FieldName::host},
    {"content-length", FieldName::content_length},
    {"transfer-encoding", FieldName::transfer_encoding},
    {"connection", FieldName::connection},
    {"expect", FieldName::expect},
    {"content-type", FieldName::content_type},
    {"content-encoding", FieldName::content_encoding},
    {"accept", FieldName::accept},
    {"authorization", FieldName::authorization},
    {"x-correlation-id", FieldName::correlation_id},
    {"traceparent", FieldName::traceparent},
    {"tracestate", FieldName::tracestate},
    {"idempotency-key", FieldName::idempotency_key},
    {"if-none-match", FieldName::if_none_match},
    {"origin", FieldName::origin},
}};

}  // namespace

bool all_bytes(std::string_view text, const ByteSet& set) {
  for (const char c : text) {
    if (!set[static_cast<unsigned char>(c)]) return false;
  }
  return true;
}

bool is_token(std::string_view text) { return !text.empty() && all_bytes(text, token_bytes); }

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return schema::ascii_lower(x) == schema::ascii_lower(y);
         });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

boost::system::result<FieldLine, FieldMistake> split_field_line(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') {
    return FieldMistake{"a line of the head begins with white space: folded fields are not taken"};
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return FieldMistake{"a line of the head has no colon"};
  const auto name = line.substr(0, colon);
  if (name.empty()) return FieldMistake{"a field has no name"};
  if (name.back() == ' ' || name.back() == '\t') {
    return FieldMistake{"white space stands between the field name " + printable_name(trimmed(name)) +
                        " and its colon"};
  }
  if (!is_token(name)) return FieldMistake{"the field name " + printable_name(name) + " is not a token"};
  const auto value = line.substr(colon + 1);
  if (!all_bytes(value, value_bytes)) {
    return FieldMistake{"the field " + printable_name(name) + " holds control or 8-bit bytes"};
  }
  return FieldLine{name, trimmed(value)};
}

std::string printable_name(std::string_view name) {
  std::string text(name.substr(0, max_printed_name));
  for (char& c : text) {
    if (!schema::is_visible(c)) c = '?';
  }
  if (name.size() > max_printed_name) text += "...";
  return text;
}

std::optional<std::string_view> ListMembers::next() {
  while (!rest_.empty()) {
    const auto comma = std::min(rest_.find(','), rest_.size());
    const auto member = trimmed(rest_.substr(0, comma));
    rest_.remove_prefix(std::min(comma + 1, rest_.size()));
    if (!member.empty()) return member;
  }
  return std::nullopt;
}

FieldName field_name(std::string_view name) {
  for (const auto& [known, id] : known_fields) {
    if (equals_ignoring_case(name, known)) return id;
  }
  return FieldName::other;
}

}  // namespace gateway::server
