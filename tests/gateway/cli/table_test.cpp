#include "gateway/cli/table.hpp"

#include "gateway/cli/terminal_text.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace gateway::cli {
namespace {

std::string printed(Table& table) {
  std::string out;
  table.print_to(out);
  return out;
}

}  // namespace

TEST_CASE("columns are aligned by what is seen, with no blanks at the end of a line") {
  Table table({"name", "state"}, std::nullopt);
  table.add({"李小龍", "active"});
  table.add({"Zoe\u0301", ""});
  table.add({"", "deleted"});
  CHECK(printed(table) ==
        "name    state\n"
        "李小龍  active\n"
        "Zoe\u0301\n"
        "        deleted\n");
}

TEST_CASE("a table that comes in parts has its names once, and columns that only ever grow") {
  Table table({"a", "b"}, std::nullopt);
  table.add({"1234", "x"});
  CHECK(printed(table) == "a     b\n1234  x\n");
  table.add({"12", "y"});
  table.add({"123456", "z"});
  CHECK(table.kept() == 2);
  CHECK(printed(table) == "12      y\n123456  z\n");
  table.add({"1", "w"});
  CHECK(printed(table) == "1       w\n");
  CHECK(printed(table).empty());
}

TEST_CASE("on a terminal no line is wider than it, and the widest columns give first") {
  Table table({"name", "address"}, 20);
  table.add({"Ada", "ada.lovelace@example.com"});
  CHECK(printed(table) == "name  address\nAda   ada.lovelace@…\n");
  Table widest_first({"address", "state"}, 20);
  widest_first.add({"ada.lovelace@example.com", "active"});
  CHECK(printed(widest_first) == "address       state\nada.lovelac…  active\n");

  for (const std::size_t width : {1, 2, 5, 9, 12, 40}) {
    CAPTURE(width);
    Table narrow({"displayName", "userPrincipalName", "email"}, width);
    narrow.add({"李小龍李小龍", "someone@example.com", "\x1b[2J"});
    std::istringstream lines(printed(narrow));
    for (std::string line; std::getline(lines, line);)
      CHECK(display_width(line) <= width);
  }
}

TEST_CASE("a name with a line end and an escape stays one harmless row") {
  Table table({"name"}, std::nullopt);
  table.add({"a\n\x1b[2Jb"});
  CHECK(printed(table) == "name\na\\n\\x1b[2Jb\n");
}

}  // namespace gateway::cli
