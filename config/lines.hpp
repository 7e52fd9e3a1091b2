// Where a byte of the file is, as an editor shows it: lines and characters from 1. yaml-cpp counts lines and
// bytes from 0. Used by parse_document() and its builder.
#pragma once

#include <yaml-cpp/mark.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace config {

class Lines {
 public:
  explicit Lines(std::string_view text);

  struct Position {
    int line = 1;
    int column = 1;
  };
  Position locate(std::size_t offset);
  Position locate(const YAML::Mark& mark) { return locate(offset_of(mark)); }
  // The byte at a mark, 0 at the end.
  char at(const YAML::Mark& mark) const;
  // True where a quoted text starts that goes on to the end of the file.
  bool is_unclosed_quote(const YAML::Mark& mark) const;

 private:
  std::size_t offset_of(const YAML::Mark& mark) const;

  std::string_view text_;
  std::vector<std::size_t> starts_;  // of the lines
  // The last answer: marks come in order, so that one long line is not counted from its start for each.
  std::size_t last_offset_ = 0;
  Position last_;
};

}  // namespace config
