#include "schema/filter_scanner.hpp"

#include "schema/strict_json.hpp"

namespace schema {
namespace {

bool ends_word(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F ||
         std::string_view("\"()[]").find(c) != std::string_view::npos;
}

// The size of the JSON string at the front, with both quotation marks; 0 where the second is missing.
std::size_t quoted_size(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return 0;
}

}  // namespace

std::string_view FilterScanner::peek_word() const {
  const std::string_view rest = text_.substr(at_);
  const auto end = std::ranges::find_if(rest, ends_word);
  return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

boost::system::result<FilterScanner::Value, FilterMistake> FilterScanner::take_value() {
  if (is_at('"')) return take_string();
  const std::string_view word = peek_word();
  const auto json = parse_strict_json(word, 1);
  const bool is_scalar = json.has_value() && !json->is_structured();
  if (!is_scalar)
    return FilterMistake{at_, "syntax",
                         "A value belongs here: a JSON string in double quotation marks, or null."};
  take_word(word);
  return Value{json->is_null() ? Value::Type::null : Value::Type::other, {}};
}

boost::system::result<FilterScanner::Value, FilterMistake> FilterScanner::take_string() {
  const std::size_t size = quoted_size(text_.substr(at_));
  if (size == 0) return FilterMistake{at_, "syntax", "The quotation mark that ends this string is missing."};
  const auto json = parse_strict_json(text_.substr(at_, size), 1);
  if (!json.has_value())
    return FilterMistake{at_ + json.error().offset, "syntax",
                         "This is no JSON string: " + json.error().detail + "."};
  at_ += size;
  return Value{Value::Type::text, std::string(json->as_string())};
}

}  // namespace schema
