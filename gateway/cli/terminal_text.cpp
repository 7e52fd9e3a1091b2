#include "gateway/cli/terminal_text.hpp"

#include "schema/code_point.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace gateway::cli {
namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr std::int32_t zero_width_non_joiner = 0x200C;
constexpr std::int32_t zero_width_joiner = 0x200D;

bool is_plain_ascii(char c) { return c >= ' ' && c < 0x7F; }

bool is_harmless(std::int32_t code_point) {
  if (code_point == zero_width_joiner || code_point == zero_width_non_joiner) return true;
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

void append_hex(std::string& out, std::uint32_t value, int least_digits) {
  constexpr char digits[] = "0123456789abcdef";
  int shift = 28;
  while (shift > 4 * (least_digits - 1) && (value >> shift) == 0)
    shift -= 4;
  for (; shift >= 0; shift -= 4)
    out += digits[(value >> shift) & 15];
}

void append_written_out(std::string& out, std::int32_t code_point) {
  if (code_point == '\n') {
    out += "\\n";
  } else if (code_point == '\t') {
    out += "\\t";
  } else if (code_point == '\r') {
    out += "\\r";
  } else if (code_point < 0x80) {
    out += "\\x";
    append_hex(out, static_cast<std::uint32_t>(code_point), 2);
  } else {
    out += "\\u{";
    append_hex(out, static_cast<std::uint32_t>(code_point), 1);
    out += '}';
  }
}

void append_json_escape(std::string& out, std::int32_t code_point) {
  const auto append_unit = [&out](std::int32_t unit) {
    out += "\\u";
    append_hex(out, static_cast<std::uint32_t>(unit), 4);
  };
  if (code_point < 0x10000) return append_unit(code_point);
  append_unit(0xD800 + ((code_point - 0x10000) >> 10));
  append_unit(0xDC00 + ((code_point - 0x10000) & 0x3FF));
}

std::size_t columns_of(std::int32_t code_point) {
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code_point)));
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const schema::CodePoint next = schema::first_code_point(text);
    if (next.value < 0) {
      out += "\\x";
      append_hex(out, static_cast<unsigned char>(text[0]), 2);
    } else if (is_plain_ascii(text[0]) || is_harmless(next.value)) {
      out += text.substr(0, next.size);
    } else {
      append_written_out(out, next.value);
    }
    text.remove_prefix(next.size);
  }
  return out;
}

void append_visible_json(std::string& out, std::string_view json) {
  while (!json.empty()) {
    // Control characters below 0x20 stand in no JSON string; between values they are its white space.
    const auto odd = std::ranges::find_if(json, [](char c) { return static_cast<unsigned char>(c) >= 0x7F; });
    const auto plain = static_cast<std::size_t>(odd - json.begin());
    out += json.substr(0, plain);
    json.remove_prefix(plain);
    if (json.empty()) return;
    const schema::CodePoint next = schema::first_code_point(json);
    if (next.value < 0 || is_harmless(next.value)) {
      out += json.substr(0, next.size);
    } else {
      append_json_escape(out, next.value);
    }
    json.remove_prefix(next.size);
  }
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const schema::CodePoint next = schema::first_code_point(text);
    width += next.value < 0 ? 1 : columns_of(next.value);
    text.remove_prefix(next.size);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string out;
  std::size_t width = 0;
  while (!text.empty()) {
    const schema::CodePoint next = schema::first_code_point(text);
    width += next.value < 0 ? 1 : columns_of(next.value);
    if (width > columns - 1) break;
    out += text.substr(0, next.size);
    text.remove_prefix(next.size);
  }
  return out.append(ellipsis);
}

}  // namespace gateway::cli
