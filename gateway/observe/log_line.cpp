#include "gateway/observe/log_line.hpp"

#include "schema/code_point.hpp"
#include "schema/instant.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace gateway::observe {

namespace {

constexpr std::size_t max_text = 512;
constexpr std::string_view replacement = "\xef\xbf\xbd";
constexpr std::string_view ellipsis = "\xe2\x80\xa6";

constexpr std::string_view name_of(Level level) {
  constexpr std::array<std::string_view, 4> names = {"debug", "info", "warning", "error"};
  return names[static_cast<std::size_t>(level)];
}

void append_escape(std::string& out, unsigned char code) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.append("\\u00").append(1, digits[code >> 4]).append(1, digits[code & 15]);
}

void append_character(std::string& out, std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (lead == '"' || lead == '\\') {
    out.append(1, '\\').append(character);
  } else if (lead < 0x20 || lead == 0x7f) {
    append_escape(out, lead);
  } else if (lead == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0) {
    // C1 controls: some terminals obey them.
    append_escape(out, static_cast<unsigned char>(character[1]));
  } else {
    out.append(character);
  }
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_value(std::string& out, const Field& field) {
  switch (field.kind()) {
    case Field::Kind::boolean:
      out += field.boolean() ? "true" : "false";
      break;
    case Field::Kind::integer:
      append_number(out, field.integer());
      break;
    case Field::Kind::natural:
      append_number(out, field.natural());
      break;
    case Field::Kind::real:
      if (std::isfinite(field.real())) {
        append_number(out, field.real());
        break;
      }
      [[fallthrough]];
    case Field::Kind::null:
      out += "null";
      break;
    case Field::Kind::text:
      append_untrusted(out, field.text());
      break;
  }
}

}  // namespace

void append_untrusted(std::string& out, std::string_view bytes) {
  out += '"';
  std::size_t at = 0;
  while (at < bytes.size()) {
    const auto character = schema::first_code_point(bytes.substr(at));
    if (at + character.size > max_text) {
      out += ellipsis;
      break;
    }
    append_character(out, character.value < 0 ? replacement : bytes.substr(at, character.size));
    at += character.size;
  }
  out += '"';
}

void append_line(std::string& out, std::chrono::system_clock::time_point time, Level level,
                 std::string_view event, Fields fields) {
  out += R"({"time":")";
  schema::append_rfc3339(out, time);
  out.append(R"(","level":")").append(name_of(level)).append(R"(","event":)");
  append_untrusted(out, event);
  for (const Field& field : fields) {
    if (field.kind() == Field::Kind::text && field.text().empty()) continue;
    out.append(R"(,")").append(field.name()).append(R"(":)");
    append_value(out, field);
  }
  out += "}\n";
}

}  // namespace gateway::observe
