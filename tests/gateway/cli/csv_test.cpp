#include "gateway/cli/csv.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::cli {
namespace {

std::string row(const std::vector<std::string>& cells) {
  std::string out;
  append_csv_row(out, cells);
  return out;
}

}  // namespace

TEST_CASE("cells are quoted only where RFC 4180 asks for it") {
  CHECK(row({"a", "b c", "", "é"}) == "a,b c,,é\r\n");
  CHECK(row({"a,b", "say \"hi\"", "two\r\nlines", "one\nline"}) ==
        "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\"one\nline\"\r\n");
  CHECK(row({""}) == "\"\"\r\n");
  CHECK(row({"", ""}) == ",\r\n");
}

TEST_CASE("no cell is a formula to a spreadsheet") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"=1+1", "'=1+1"},
      {"+49 30 1234", "'+49 30 1234"},
      {"-2", "'-2"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "\"'\r=1\""},
      {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
      {"a=1", "a=1"},
      {"'=1", "'=1"},
  };
  for (const auto& [cell, expected] : rows) {
    CAPTURE(expected);
    std::string out;
    append_csv_cell(out, cell);
    CHECK(out == expected);
  }
}

}  // namespace gateway::cli
