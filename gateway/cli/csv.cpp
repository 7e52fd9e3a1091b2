#include "gateway/cli/csv.hpp"

namespace gateway::cli {

std::string defused(std::string_view text) {
  const bool is_formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  return (is_formula ? "'" : "") + std::string(text);
}

void append_csv_cell(std::string& out, std::string_view cell) {
  const bool is_quoted = cell.find_first_of(",\"\r\n") != std::string_view::npos;
  if (is_quoted) out += '"';
  for (const char c : defused(cell)) {
    if (c == '"') out += '"';
    out += c;
  }
  if (is_quoted) out += '"';
}

void append_csv_row(std::string& out, std::span<const std::string> cells) {
  // One empty cell alone would be an empty line, which readers pass over.
  if (cells.size() == 1 && cells[0].empty()) out += "\"\"";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_cell(out, cells[i]);
  }
  out += "\r\n";
}

}  // namespace gateway::cli
