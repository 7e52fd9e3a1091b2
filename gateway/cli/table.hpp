// Rows under aligned columns, for a person. Rows are kept until print_to(): the columns are as wide as what
// was printed before and what is kept now needs, so a list that comes in parts may widen between two parts
// but is never held back whole. On a terminal the widest columns are cut until a row fits.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gateway::cli {

class Table {
 public:
  // `terminal_width`: in columns; none: nothing is cut. `names` are the first row.
  Table(std::vector<std::string> names, std::optional<std::size_t> terminal_width);

  // A cell for each column, any text: what could drive a terminal is made visible here.
  void add(const std::vector<std::string>& cells);
  std::size_t kept() const { return rows_.size(); }
  // Appends the rows that are kept and forgets them; the names first, once.
  void print_to(std::string& out);

 private:
  std::vector<std::size_t> fitted() const;

  std::optional<std::size_t> terminal_width_;
  std::vector<std::vector<std::string>> rows_;  // visible
  std::vector<std::size_t> widths_;
};

}  // namespace gateway::cli
