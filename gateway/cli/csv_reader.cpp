#include "gateway/cli/csv_reader.hpp"

#include "schema/code_point.hpp"

#include <algorithm>

namespace gateway::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// One pass over the file. What is unescaped is never longer than what it was written as, so it is written
// over it.
class Reader {
 public:
  explicit Reader(std::string& text) : text_(text) {}

  CsvReading read() {
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
      note(0, "is UTF-16: save it as CSV in UTF-8");
      return std::move(reading_);
    }
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    check_encoding();
    while (at_ < text_.size())
      read_row();
    return std::move(reading_);
  }

 private:
  void note(std::size_t cell, std::string message) {
    reading_.mistakes.push_back({line_, cell, std::move(message)});
  }

  // Only the first place: a file in another encoding has thousands.
  void check_encoding() {
    std::string_view left = std::string_view(text_).substr(at_);
    std::size_t line = 1;
    while (!left.empty()) {
      const schema::CodePoint next = schema::first_code_point(left);
      if (next.value < 0) {
        reading_.mistakes.push_back({line, 0, "is not in UTF-8: save the file as CSV in UTF-8"});
        return;
      }
      if (next.value == '\n') ++line;
      left.remove_prefix(next.size);
    }
  }

  bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool is_at_line_end() const { return at_ == text_.size() || is_at('\n') || is_at('\r'); }

  void read_row() {
    CsvRow row;
    row.line = line_;
    bool is_quoted = false;
    for (;;) {
      const std::size_t line = line_;
      is_quoted = is_quoted || is_at('"');
      const std::string_view cell = read_cell(row.cells.size() + 1);
      row.cells.push_back({cell, line});
      if (!is_at(',')) break;
      ++at_;
    }
    pass_line_end();
    const bool is_empty_line = row.cells.size() == 1 && row.cells[0].text.empty() && !is_quoted;
    if (!is_empty_line) reading_.rows.push_back(std::move(row));
  }

  void pass_line_end() {
    if (at_ == text_.size()) return;
    if (is_at('\r')) {
      ++at_;
      if (!is_at('\n')) {
        if (!has_lone_cr_) note(0, "ends in a carriage return alone: lines must end in CRLF or LF");
        has_lone_cr_ = true;
        ++line_;
        return;
      }
    }
    ++at_;
    ++line_;
  }

  std::string_view read_cell(std::size_t number) {
    if (is_at('"')) return read_quoted(number);
    const std::size_t begin = at_;
    bool has_quote = false;
    for (; !is_at(',') && !is_at_line_end(); ++at_)
      has_quote = has_quote || is_at('"');
    if (has_quote)
      note(number, "has a quote in the middle: put the cell into quotes and double those within");
    return std::string_view(text_).substr(begin, at_ - begin);
  }

  std::string_view read_quoted(std::size_t number) {
    const std::size_t opened_on = line_;
    const std::size_t begin = at_++;
    std::size_t end = begin;
    for (;; ++at_) {
      if (at_ == text_.size()) {
        reading_.mistakes.push_back(
            {opened_on, number, "opens a quote that is never closed: close it, and double quotes within"});
        break;
      }
      if (is_at('"')) {
        ++at_;
        if (!is_at('"')) break;
      } else if (is_at('\n')) {
        ++line_;
      }
      text_[end++] = text_[at_];
    }
    const std::size_t behind = at_;
    while (!is_at(',') && !is_at_line_end())
      ++at_;
    if (at_ != behind) note(number, "goes on behind its closing quote: double quotes within the cell");
    return std::string_view(text_).substr(begin, end - begin);
  }

  std::string& text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool has_lone_cr_ = false;
  CsvReading reading_;
};

}  // namespace

CsvReading read_csv(std::string& text) {
  CsvReading reading = Reader(text).read();
  std::ranges::stable_sort(reading.mistakes, {}, &CsvMistake::line);
  return reading;
}

}  // namespace gateway::cli
