#include "gateway/cli/result_file.hpp"

#include "gateway/cli/csv.hpp"
#include "gateway/cli/csv_reader.hpp"
#include "gateway/steps/idempotency_key.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gateway::cli {
namespace {

const std::vector<std::string> columns = {"row", "person",    "idempotencyKey", "status",  "code",
                                          "id",  "operation", "detail",         "rowHash", "where"};

std::vector<std::string> cells_of(const RowRecord& record, std::string_view where) {
  const auto number = [](std::size_t value) { return value == 0 ? std::string() : std::to_string(value); };
  return {number(record.line), record.person,    record.key,    number(record.status), record.code,
          record.id,           record.operation, record.detail, record.fingerprint,    std::string(where)};
}

// Nothing is 0.
std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<RowRecord> record_of(const CsvRow& row) {
  if (row.cells.size() != columns.size()) return std::nullopt;
  const auto text = [&row](std::size_t place) { return std::string(row.cells[place].text); };
  const auto line = number_of(row.cells[0].text);
  const auto status = number_of(row.cells[3].text);
  if (!line || !status || (*status != 0 && (*status < 100 || *status > 599))) return std::nullopt;
  RowRecord record;
  record.line = *line;
  record.person = text(1);
  record.key = text(2);
  record.status = static_cast<unsigned>(*status);
  record.code = text(4);
  record.id = text(5);
  record.operation = text(6);
  record.detail = text(7);
  record.fingerprint = text(8);
  if (!steps::read_idempotency_key(record.key) || person_key(record.person).empty()) return std::nullopt;
  return record;
}

bool is_header(const CsvRow& row) { return std::ranges::equal(row.cells, columns, {}, &CsvCell::text); }

config::Refusal no_result_file(std::size_t line) {
  return {"is no result of `usher users create` (line " + std::to_string(line) +
          "): name another file with --result, or move this one away"};
}

bool ends_in_csv(const std::string& path) {
  constexpr std::string_view suffix = ".csv";
  if (path.size() < suffix.size()) return false;
  return std::equal(suffix.begin(), suffix.end(), path.end() - static_cast<std::ptrdiff_t>(suffix.size()),
                    [](char wanted, char c) { return wanted == schema::ascii_lower(c); });
}

}  // namespace

std::string result_path_of(const std::string& users_file) {
  const std::size_t kept = users_file.size() - (ends_in_csv(users_file) ? 4 : 0);
  return users_file.substr(0, kept) + ".result.csv";
}

std::string encode_results(std::span<const RowRecord> records, std::string_view where) {
  std::string out;
  append_csv_row(out, columns);
  for (const RowRecord& record : records)
    append_csv_row(out, cells_of(record, where));
  return out;
}

config::Checked<std::map<std::string, RowRecord>> decode_results(std::string text, std::string_view where) {
  const CsvReading reading = read_csv(text);
  if (!reading.mistakes.empty()) return no_result_file(reading.mistakes.front().line);
  if (reading.rows.empty() || !is_header(reading.rows.front())) return no_result_file(1);
  std::map<std::string, RowRecord> records;
  for (std::size_t i = 1; i < reading.rows.size(); ++i) {
    const CsvRow& row = reading.rows[i];
    auto record = record_of(row);
    if (!record) return no_result_file(row.line);
    if (row.cells.back().text != where) {
      return config::Refusal{"is of another create, POST " + std::string(row.cells.back().text) +
                             ": name another file with --result"};
    }
    std::string person = person_key(record->person);
    if (!records.emplace(std::move(person), std::move(*record)).second) return no_result_file(row.line);
  }
  return records;
}

}  // namespace gateway::cli
