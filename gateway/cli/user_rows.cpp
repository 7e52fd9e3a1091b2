#include "gateway/cli/user_rows.hpp"

#include "gateway/cli/csv.hpp"
#include "gateway/cli/csv_reader.hpp"
#include "gateway/steps/authenticate.hpp"
#include "schema/fold.hpp"
#include "schema/hex_text.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace gateway::cli {
namespace {

constexpr std::size_t fingerprint_bytes = 16;

// A password that nobody wrote down cannot be guessed from the result file; that it has changed is for the
// gateway to say.
std::string fingerprint_of(const DraftCells& cells) {
  std::string text;
  for (std::size_t i = 0; i < draft_column_count; ++i) {
    const auto column = static_cast<DraftColumn>(i);
    if (column == DraftColumn::password || cells[column].empty()) continue;
    text.append(name_of(column)).append("=").append(std::to_string(cells[column].size())).append(":");
    text.append(cells[column]);
  }
  const auto hash = steps::sha256(text);
  return "sha256:" +
         schema::hex_text(std::vector<unsigned char>(hash.begin(), hash.begin() + fingerprint_bytes));
}

std::string counted(std::size_t cells) { return std::to_string(cells) + (cells == 1 ? " cell" : " cells"); }

// Judges row after row by what the first line says the columns are.
class Sorter {
 public:
  UserRows sort(CsvReading reading) {
    for (CsvMistake& mistake : reading.mistakes)
      faulty_lines_.push_back(mistake.line);
    if (reading.rows.empty() && reading.mistakes.empty())
      note(1, {}, "there is nothing in the file: its first line must name the columns, such as email");
    if (!reading.rows.empty()) read_header(reading.rows.front());
    sorted_.is_header_good = is_readable_ && !reading.rows.empty() && sorted_.mistakes.empty();
    for (CsvMistake& mistake : reading.mistakes)
      note(mistake.line, name_of_cell(mistake.cell), std::move(mistake.message));
    for (std::size_t i = 1; i < reading.rows.size(); ++i)
      read_row(reading.rows[i]);
    if (reading.rows.size() == 1 && sorted_.mistakes.empty())
      note(reading.rows.front().line, {}, "there is no row behind the names of the columns");
    std::ranges::stable_sort(sorted_.mistakes, {}, &RowMistake::line);
    return std::move(sorted_);
  }

 private:
  void note(std::size_t line, std::string column, std::string message) {
    sorted_.mistakes.push_back({line, std::move(column), std::move(message)});
  }

  std::string name_of_cell(std::size_t number) const {
    if (number == 0) return {};
    if (number <= columns_.size() && columns_[number - 1]) return std::string(name_of(*columns_[number - 1]));
    return "cell " + std::to_string(number);
  }

  bool has(DraftColumn column) const { return std::ranges::find(columns_, column) != columns_.end(); }

  void read_header(const CsvRow& header) {
    // As spreadsheets write it where a comma is the decimal sign.
    if (header.cells.size() == 1 && header.cells[0].text.find(';') != std::string_view::npos) {
      note(header.line, {}, "the cells are separated by ;: they must be separated by commas");
      is_readable_ = false;
      return;
    }
    for (const CsvCell& cell : header.cells) {
      const auto column = column_named(cell.text);
      if (!column) {
        note(cell.line, std::string(cell.text),
             cell.text.empty() ? "a column has no name: name it, or leave it out"
                               : unknown_column(cell.text, "column"));
      } else if (has(*column)) {
        note(cell.line, std::string(cell.text), "there are two columns of this name: leave one of them out");
      }
      columns_.push_back(column);
    }
    sorted_.has_passwords = has(DraftColumn::password);
    if (has(DraftColumn::user_principal_name) || has(DraftColumn::email)) return;
    note(header.line, {}, "a column userPrincipalName or email must be there: it says who a row is");
    is_readable_ = false;
  }

  void read_row(const CsvRow& row) {
    if (!is_readable_ || is_faulty(row)) return;
    const bool is_empty =
        std::ranges::all_of(row.cells, [](const CsvCell& cell) { return cell.text.empty(); });
    if (is_empty) return note(row.line, {}, "there is nothing in any cell: leave the line out");
    if (row.cells.size() != columns_.size()) {
      return note(row.line, {},
                  "there are " + counted(row.cells.size()) + " and must be " +
                      std::to_string(columns_.size()) +
                      ", as in the first line; a comma within a cell wants quotes");
    }
    UserRow user;
    user.line = row.line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i]) user.cells[*columns_[i]] = row.cells[i].text;
    }
    if (judge(user, row)) sorted_.rows.push_back(std::move(user));
  }

  bool judge(UserRow& user, const CsvRow& row) {
    const std::size_t before = sorted_.mistakes.size();
    const std::string_view flag = user.cells[DraftColumn::force_change_password];
    if (!flag.empty() && !read_flag(flag))
      note(row.line, "forceChangePassword", "must be true, false or nothing");
    std::string_view person = user.cells[DraftColumn::user_principal_name];
    if (person.empty()) person = user.cells[DraftColumn::email];
    user.person = person;
    user.person_key = person_key(person);
    if (user.person_key.empty()) {
      note(row.line, {}, "userPrincipalName or email must be there: it says who the row is");
    } else if (const auto [other, is_new] = lines_.emplace(user.person_key, row.line); !is_new) {
      note(row.line, {},
           "is the same person as line " + std::to_string(other->second) + ": leave one of the two out");
    }
    user.fingerprint = fingerprint_of(user.cells);
    return sorted_.mistakes.size() == before;
  }

  // Its cells are not what was meant: more mistakes would be noise.
  bool is_faulty(const CsvRow& row) const {
    std::size_t last = row.line;
    for (const CsvCell& cell : row.cells)
      last = std::max(last, cell.line);
    return std::ranges::any_of(faulty_lines_,
                               [&](std::size_t line) { return line >= row.line && line <= last; });
  }

  std::vector<std::optional<DraftColumn>> columns_;
  std::vector<std::size_t> faulty_lines_;
  std::map<std::string, std::size_t> lines_;  // of persons
  bool is_readable_ = true;
  UserRows sorted_;
};

}  // namespace

UserRows read_user_rows(std::string& text) { return Sorter().sort(read_csv(text)); }

std::string person_key(std::string_view person) {
  std::string key;
  schema::append_identity(key, defused(person));
  return key;
}

}  // namespace gateway::cli
