// Walks over a filter's text: words, signs and JSON values, each with its place. What they mean together is
// the parser's business.
#pragma once

#include "schema/ascii.hpp"
#include "schema/filter.hpp"

#include <boost/system/result.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace schema {

inline bool equal_in_any_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ascii_lower, ascii_lower);
}

class FilterScanner {
 public:
  explicit FilterScanner(std::string_view text) : text_(text) {}

  std::size_t offset() const { return at_; }
  bool is_at_end() const { return at_ == text_.size(); }
  bool is_at(char sign) const { return !is_at_end() && text_[at_] == sign; }
  bool is_behind_space() const { return at_ > 0 && text_[at_ - 1] == ' '; }

  void skip_spaces() {
    while (is_at(' '))
      ++at_;
  }
  bool take(char sign) {
    if (!is_at(sign)) return false;
    ++at_;
    return true;
  }
  // All up to the next space, quotation mark, parenthesis, bracket or control character; may be empty.
  std::string_view peek_word() const;
  void take_word(std::string_view peeked) { at_ += peeked.size(); }

  struct Value {
    enum class Type { text, null, other };
    Type type = Type::text;
    std::string text;
  };
  // A JSON string, null, or another JSON value that is neither object nor array.
  boost::system::result<Value, FilterMistake> take_value();

 private:
  boost::system::result<Value, FilterMistake> take_string();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace schema
