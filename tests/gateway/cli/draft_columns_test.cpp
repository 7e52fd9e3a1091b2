#include "gateway/cli/draft_columns.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::cli {
namespace {

std::string draft(const std::vector<std::pair<std::string, std::string>>& cells) {
  DraftCells filled;
  for (const auto& [name, text] : cells)
    filled[column_named(name).value()] = text;
  return std::string(draft_of(filled).reveal());
}

}  // namespace

TEST_CASE("a draft has what stands in the cells, nested as the API wants it, and nothing else") {
  CHECK(draft({}) == "{}");
  CHECK(draft({{"email", "a@x.example"}, {"firstName", "A\"B\n"}}) ==
        R"({"email":"a@x.example","firstName":"A\"B\n"})");
  CHECK(draft({{"role", "Customer Admin"}, {"groups", " g1 ;g2;; "}}) ==
        R"({"role":{"name":"Customer Admin"},"groups":[{"id":"g1"},{"id":"g2"}]})");
  CHECK(draft({{"groups", " ; "}}) == "{}");
  CHECK(draft({{"userPrincipalName", "a@x"}, {"password", "p\\w"}, {"forceChangePassword", "FALSE"}}) ==
        R"({"userPrincipalName":"a@x","passwordProfile":{"password":"p\\w","forceChangePassword":false}})");
  CHECK(draft({{"forceChangePassword", "true"}}) == R"({"passwordProfile":{"forceChangePassword":true}})");
}

TEST_CASE("a pointer into a draft is told as the column that it means") {
  const std::vector<std::pair<std::string, std::string>> pointers = {
      {"/email", "email"},
      {"/passwordProfile", "password"},
      {"/passwordProfile/password", "password"},
      {"/passwordProfile/forceChangePassword", "forceChangePassword"},
      {"/role/name", "role"},
      {"/groups/3/id", "groups"},
      {"/nobody", "/nobody"},
      {"", ""}};
  for (const auto& [pointer, column] : pointers)
    CHECK(column_of_pointer(pointer) == column);
}

TEST_CASE("every column is found by its name, and what is nearly one is told") {
  for (std::size_t i = 0; i < draft_column_count; ++i)
    CHECK(column_named(name_of(static_cast<DraftColumn>(i))) == static_cast<DraftColumn>(i));
  CHECK_FALSE(column_named("EMAIL"));
  CHECK(unknown_column("fristName", "column") == "there is no such column; did you mean firstName?");
  CHECK(unknown_column("Abteilung", "field").find("take userPrincipalName, email,") != std::string::npos);
}

TEST_CASE("a flag is true or false, as spreadsheets write it too") {
  CHECK(read_flag("true") == true);
  CHECK(read_flag("FALSE") == false);
  for (const char* text : {"", "1", "yes", "wahr", "true "})
    CHECK_FALSE(read_flag(text));
}

}  // namespace gateway::cli
