#include "gateway/cli/user_cells.hpp"

#include "tests/gateway/cli/listed_user.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::cli {

using tests::cli::ada;
using tests::cli::Person;

TEST_CASE("a cell is what a person reads: texts, names, sources; null is empty") {
  const Person person(ada);
  struct Row {
    std::string field;
    std::string in_table;
    std::string in_csv;
  };
  for (const Row& row :
       {Row{"displayName", "Ada, Countess", "Ada, Countess"}, Row{"email", "", ""}, Row{"unheardOf", "", ""},
        Row{"role", "Admin", "Admin"}, Row{"groups", "Sales, g2", "Sales; g2"},
        Row{"sources", "partner_center, cloud_cockpit", "partner_center:1; cloud_cockpit:2"}}) {
    CAPTURE(row.field);
    CHECK(cell_of(person.user(), row.field, CellStyle::table) == row.in_table);
    CHECK(cell_of(person.user(), row.field, CellStyle::csv) == row.in_csv);
  }
}

TEST_CASE("what has no short form that says all of it is compact JSON, as it was written") {
  const Person person(
      R"({"role":{"name":"A","level":2.50},"groups":["g"],"sources":[{"provider":"p","customerId":"c","id":"1",)"
      R"("raw":{"n":1.0}}],"conflicts":[{"field":"state"}],"age":1.50})");
  const auto csv = [&person](std::string_view field) {
    return cell_of(person.user(), field, CellStyle::csv);
  };
  CHECK(csv("role") == R"({"name":"A","level":2.50})");
  CHECK(csv("groups") == R"(["g"])");
  CHECK(csv("sources") == R"([{"provider":"p","customerId":"c","id":"1","raw":{"n":1.0}}])");
  CHECK(csv("conflicts") == R"([{"field":"state"}])");
  CHECK(csv("age") == "1.50");
}

}  // namespace gateway::cli
