#include "gateway/cli/column_writers.hpp"

#include "gateway/cli/csv.hpp"
#include "gateway/cli/terminal_text.hpp"

#include <utility>

namespace gateway::cli {
namespace {

// A stream is printed in parts of this many rows.
constexpr std::size_t rows_of_a_part = 1000;

std::vector<std::string> names_of(const std::vector<std::string>& fields, bool across_customers) {
  std::vector<std::string> names;
  if (across_customers) names.emplace_back("customer");
  names.insert(names.end(), fields.begin(), fields.end());
  return names;
}

std::vector<std::string> row_of(const ListedUser& user, const std::vector<std::string>& fields,
                                bool across_customers, CellStyle style) {
  std::vector<std::string> row;
  row.reserve(fields.size() + 1);
  if (across_customers) row.emplace_back(user.customer);
  for (const std::string& field : fields)
    row.push_back(cell_of(user, field, style));
  return row;
}

}  // namespace

TableWriter::TableWriter(const WriterWish& wish, Output& output)
    : fields_(wish.fields),
      across_customers_(wish.across_customers),
      output_(output),
      table_(names_of(wish.fields, wish.across_customers), wish.terminal_width) {}

void TableWriter::write(const ListedUser& user) {
  table_.add(row_of(user, fields_, across_customers_, CellStyle::table));
  if (table_.kept() >= rows_of_a_part) pause();
}

void TableWriter::pause() {
  std::string text;
  table_.print_to(text);
  output_.append(text);
}

void TableWriter::end(const ListOutcome&) { pause(); }

CsvWriter::CsvWriter(const WriterWish& wish, Output& output)
    : fields_(wish.fields),
      across_customers_(wish.across_customers),
      is_for_terminal_(wish.is_for_terminal),
      output_(output) {}

void CsvWriter::begin() { append(names_of(fields_, across_customers_)); }

void CsvWriter::write(const ListedUser& user) {
  append(row_of(user, fields_, across_customers_, CellStyle::csv));
}

void CsvWriter::append(std::vector<std::string> row) {
  if (is_for_terminal_) {
    for (std::string& cell : row)
      cell = visible(cell);
  }
  std::string line;
  append_csv_row(line, row);
  output_.append(line);
}

}  // namespace gateway::cli
