#include "gateway/cli/table.hpp"

#include "gateway/cli/terminal_text.hpp"

#include <algorithm>
#include <numeric>

namespace gateway::cli {
namespace {

constexpr std::size_t gap = 2;
// Below this a column says nothing: rather cut the row's end.
constexpr std::size_t least_width = 4;

void append_row(std::string& out, const std::vector<std::string>& cells,
                const std::vector<std::size_t>& widths, std::optional<std::size_t> terminal_width) {
  std::string row;
  std::size_t owed = 0;  // spaces that only something behind them makes worth printing
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = cut_to_width(cells[i], widths[i]);
    if (!cell.empty()) row.append(owed, ' ').append(cell);
    const std::size_t padding = widths[i] - display_width(cell) + gap;
    owed = cell.empty() ? owed + padding : padding;
  }
  if (terminal_width) row = cut_to_width(row, *terminal_width);
  out.append(row) += '\n';
}

}  // namespace

Table::Table(std::vector<std::string> names, std::optional<std::size_t> terminal_width)
    : terminal_width_(terminal_width), widths_(names.size()) {
  add(names);
}

void Table::add(const std::vector<std::string>& cells) {
  std::vector<std::string> row;
  row.reserve(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    row.push_back(visible(cells[i]));
    widths_[i] = std::max(widths_[i], display_width(row.back()));
  }
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::fitted() const {
  std::vector<std::size_t> widths = widths_;
  if (!terminal_width_) return widths;
  std::size_t whole = std::accumulate(widths.begin(), widths.end(), gap * (widths.size() - 1));
  while (whole > *terminal_width_) {
    const auto widest = std::ranges::max_element(widths);
    if (*widest <= least_width) break;
    --*widest;
    --whole;
  }
  return widths;
}

void Table::print_to(std::string& out) {
  const std::vector<std::size_t> widths = fitted();
  for (const auto& row : rows_)
    append_row(out, row, widths, terminal_width_);
  rows_.clear();
}

}  // namespace gateway::cli
