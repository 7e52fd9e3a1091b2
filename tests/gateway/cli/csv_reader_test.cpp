#include "gateway/cli/csv_reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::cli {
namespace {

// Cells with | between them, rows with a line end behind each.
std::string cells_of(std::string text) {
  std::string out;
  const CsvReading reading = read_csv(text);
  for (const CsvRow& row : reading.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      out.append(i == 0 ? "" : "|").append(row.cells[i].text);
    out += '\n';
  }
  CHECK(reading.mistakes.empty());
  return out;
}

std::vector<CsvMistake> csv_mistakes_in(std::string text) { return read_csv(text).mistakes; }

}  // namespace

TEST_CASE("cells are what RFC 4180 says they are") {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"a,b\r\n1,2\r\n", "a|b\n1|2\n"},
      {"a,b\n1,2", "a|b\n1|2\n"},
      {"\xEF\xBB\xBF"
       "a,b\n",
       "a|b\n"},
      {"a,,\n,,c\n", "a||\n||c\n"},
      {"\"a,b\",\"say \"\"hi\"\"\",\"\"\n", "a,b|say \"hi\"|\n"},
      {"\"two\r\nlines\",x\r\n", "two\r\nlines|x\n"},
      {"\n\r\na\n\nb\n\n", "a\nb\n"},
      {"\"\"\n", "\n"},
      {" a , b \n", " a | b \n"},
      {"\xC3\xA9,\xF0\x9F\x98\x80\n", "\xC3\xA9|\xF0\x9F\x98\x80\n"},
      {"", ""},
      {"\xEF\xBB\xBF", ""},
  };
  for (const auto& [file, cells] : files) {
    CAPTURE(file);
    CHECK(cells_of(file) == cells);
  }
}

TEST_CASE("rows and cells know their lines, also behind a cell of two") {
  std::string text = "a,b\r\n\r\n\"1\r\n2\",\"3\n4\"\r\n5,6\r\n";
  const CsvReading reading = read_csv(text);
  REQUIRE(reading.rows.size() == 3);
  CHECK(reading.rows[1].line == 3);
  CHECK(reading.rows[1].cells[1].line == 4);
  CHECK(reading.rows[2].line == 6);
}

TEST_CASE("bad quotes are told with line and cell, and what follows is read on") {
  struct Case {
    std::string file;
    std::size_t line;
    std::size_t cell;
    std::string part;
  };
  const std::vector<Case> cases = {
      {"a,b\n1,x\"y\"\n3,4\n", 2, 2, "in the middle"},
      {"a,b\n\"1\"x,2\n3,4\n", 2, 1, "goes on behind its closing quote"},
      {"a,b\n1,\"2\n3,4\n", 2, 2, "never closed"},
      {"a,b\n1,\"two\nlines\" x\n3,4\n", 3, 2, "goes on behind"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.file);
    const auto mistakes = csv_mistakes_in(one.file);
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].line == one.line);
    CHECK(mistakes[0].cell == one.cell);
    CHECK(mistakes[0].message.find(one.part) != std::string::npos);
  }
  CHECK(csv_mistakes_in("\"a\"x\n\"b\"y\n\"c").size() == 3);
}

TEST_CASE("a file in another encoding, or with other line ends, is told once and with the remedy") {
  const auto latin = csv_mistakes_in("a,b\nM\xFCller,J\xF6rg\nB\xE4r,x\n");
  REQUIRE(latin.size() == 1);
  CHECK(latin[0].line == 2);
  CHECK(latin[0].message.find("UTF-8") != std::string::npos);
  const auto wide =
      csv_mistakes_in(std::string("\xFF\xFE"
                                  "a\0,\0b\0\n\0",
                                  10));
  REQUIRE(wide.size() == 1);
  CHECK(wide[0].message.find("UTF-16") != std::string::npos);
  const auto old = csv_mistakes_in("a,b\r1,2\r3,4\r");
  REQUIRE(old.size() == 1);
  CHECK(old[0].message.find("CRLF or LF") != std::string::npos);
}

TEST_CASE("no bytes whatever lead a reader astray") {
  // Every text of five characters that could matter.
  const std::string alphabet = "a\",\n\r";
  for (int number = 0; number < 5 * 5 * 5 * 5 * 5; ++number) {
    std::string text;
    for (int left = number, i = 0; i < 5; ++i, left /= 5)
      text += alphabet[static_cast<std::size_t>(left % 5)];
    const std::size_t size = text.size();
    const CsvReading reading = read_csv(text);
    CHECK(text.size() == size);
    std::size_t cells = 0;
    for (const CsvRow& row : reading.rows) {
      for (const CsvCell& cell : row.cells)
        cells += cell.text.size();
    }
    CHECK(cells <= size);
  }
}

}  // namespace gateway::cli
