#include "config/lines.hpp"

#include "config/plain_text.hpp"

#include <algorithm>

namespace config {

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') starts_.push_back(i + 1);
  }
}

Lines::Position Lines::locate(std::size_t offset) {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const int line = static_cast<int>(next - starts_.begin());
  if (line != last_.line || offset < last_offset_) {
    last_ = {line, 1};
    last_offset_ = *(next - 1);
  }
  last_.column += static_cast<int>(count_characters(text_.substr(last_offset_, offset - last_offset_)));
  last_offset_ = offset;
  return last_;
}

char Lines::at(const YAML::Mark& mark) const {
  const std::size_t offset = offset_of(mark);
  return offset < text_.size() ? text_[offset] : '\0';
}

bool Lines::is_unclosed_quote(const YAML::Mark& mark) const {
  const char quote = at(mark);
  if (quote != '"' && quote != '\'') return false;
  for (std::size_t i = offset_of(mark) + 1; i < text_.size(); ++i) {
    const bool doubled = quote == '\'' && text_.substr(i, 2) == "''";
    const bool escaped = quote == '"' && text_[i] == '\\';
    if (doubled || escaped) {
      ++i;
    } else if (text_[i] == quote) {
      return false;
    }
  }
  return true;
}

std::size_t Lines::offset_of(const YAML::Mark& mark) const {
  if (mark.line < 0 || mark.column < 0) return 0;
  const auto line = static_cast<std::size_t>(mark.line);
  if (line >= starts_.size()) return text_.size();
  return std::min(starts_[line] + static_cast<std::size_t>(mark.column), text_.size());
}

}  // namespace config
