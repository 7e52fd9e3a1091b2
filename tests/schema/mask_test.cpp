#include "schema/mask.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace schema {
namespace {

struct Row {
  std::string text, masked;
};

}  // namespace

TEST_CASE("masks every secret, wherever it stands") {
  const std::vector<std::string_view> secrets = {"hunter2", "hunter2-and-more", "x", ""};
  const std::vector<Row> rows = {
      {"", ""},
      {"nothing here", "nothing here"},
      {"hunter2", "***"},
      {"hunter2hunter2", "******"},
      {"a hunter2, b hunter2.", "a ***, b ***."},
      {"a longer one hunter2-and-more ends", "a longer one *** ends"},
      {"x is too short to be one", "x is too short to be one"},
  };
  for (const Row& row : rows)
    CHECK(mask(row.text, secrets) == row.masked);
}

TEST_CASE("masks a secret also as JSON and as a form write it") {
  const std::vector<std::string_view> secrets = {R"(a"b\c)", "~Q8 /+%ä*"};
  const std::vector<Row> rows = {
      {R"(plain a"b\c.)", "plain ***."},
      {R"({"password":"a\"b\\c"})", R"({"password":"***"})"},
      {"secret=a%22b%5Cc&x=1", "secret=***&x=1"},
      {"secret=%7EQ8+%2F%2B%25%C3%A4*&x=1", "secret=***&x=1"},
  };
  for (const Row& row : rows)
    CHECK(mask(row.text, secrets) == row.masked);
}

TEST_CASE("a secret of asterisks does not keep the mask busy for ever") {
  const std::vector<std::string_view> secrets = {"***", "****"};
  CHECK(mask("*****", secrets) == "****");
}

}  // namespace schema
