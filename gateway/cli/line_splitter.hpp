// Lines out of pieces that end anywhere: for NDJSON as it comes from the wire.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway::cli {

class LineSplitter {
 public:
  explicit LineSplitter(std::size_t max_line_bytes) : max_line_bytes_(max_line_bytes) {}

  // Calls `on_line(std::string_view)` for each line that this piece ends, without its LF (and a CR before
  // it); the view is good during the call. Stops where `on_line` says false. False: stopped, or a line is too
  // long.
  template <class OnLine>
  bool feed(std::string_view piece, OnLine&& on_line);

  // What came behind the last line end.
  const std::string& rest() const { return rest_; }
  bool is_too_long() const { return rest_.size() > max_line_bytes_; }

 private:
  static std::string_view without_cr(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  std::size_t max_line_bytes_;
  std::string rest_;
};

template <class OnLine>
bool LineSplitter::feed(std::string_view piece, OnLine&& on_line) {
  for (;;) {
    const std::size_t end = piece.find('\n');
    if (end == std::string_view::npos) {
      rest_ += piece;
      return !is_too_long();
    }
    bool wants_more = true;
    if (rest_.empty()) {
      wants_more = on_line(without_cr(piece.substr(0, end)));
    } else {
      rest_ += piece.substr(0, end);
      if (is_too_long()) return false;
      wants_more = on_line(without_cr(rest_));
      rest_.clear();
    }
    if (!wants_more) return false;
    piece.remove_prefix(end + 1);
  }
}

}  // namespace gateway::cli
