#include "tests/support/json_schema.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

namespace tests::support {
namespace {

namespace json = boost::json;

std::vector<std::string> judge(const std::string& schema, const std::string& instance) {
  const json::value document =
      json::parse(R"({"components":{"schemas":{"Leaf":{"type":"integer"},"It":)" + schema + "}}}");
  return violations(document, "It", json::parse(instance));
}

}  // namespace

TEST_CASE("tells what fits a keyword from what does not") {
  struct Row {
    const char* schema;
    const char* good;
    const char* bad;
  };
  const Row rows[] = {
      {R"({"type":"string"})", R"("a")", "1"},
      {R"({"type":["string","null"]})", "null", "true"},
      {R"({"type":"integer"})", "1.0", "1.5"},
      {R"({"type":"number"})", "1.5", R"("1")"},
      {R"({"type":"boolean"})", "false", "0"},
      {R"({"type":"object"})", "{}", "[]"},
      {R"({"type":"array"})", "[]", "{}"},
      {R"({"const":"a"})", R"("a")", R"("b")"},
      {R"({"enum":["a",null,1]})", "1", R"("1")"},
      {R"({"enum":["a",null]})", "null", "false"},
      {R"({"required":["a"]})", R"({"a":null})", R"({"b":1})"},
      {R"({"properties":{"a":{"type":"null"}}})", R"({"a":null,"b":1})", R"({"a":1})"},
      {R"({"properties":{"a":false}})", R"({"b":1})", R"({"a":1})"},
      {R"({"properties":{"a":true},"additionalProperties":false})", R"({"a":1})", R"({"a":1,"b":1})"},
      {R"({"additionalProperties":{"type":"null"}})", R"({"a":null})", R"({"a":1})"},
      {R"({"propertyNames":{"maxLength":1}})", R"({"a":1})", R"({"ab":1})"},
      {R"({"minProperties":1})", R"({"a":1})", "{}"},
      {R"({"maxProperties":1})", "{}", R"({"a":1,"b":1})"},
      {R"({"items":{"type":"null"}})", "[null,null]", "[null,1]"},
      {R"({"minItems":1})", "[1]", "[]"},
      {R"({"maxItems":1})", "[1]", "[1,2]"},
      {R"({"uniqueItems":true})", "[1,2]", R"([{"a":1},2,{"a":1}])"},
      {R"({"minLength":1})", R"("a")", R"("")"},
      {R"({"maxLength":1})", R"("ä")", R"("äö")"},
      {R"({"pattern":"b"})", R"("abc")", R"("ac")"},
      {R"({"pattern":"^a+$"})", R"("aa")", R"("aab")"},
      {R"({"minimum":1})", "1", "0"},
      {R"({"maximum":1000})", "1000", "1001"},
      {R"({"format":"uuid"})", R"("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04")",
       R"("4d3cf48770f44e1e9ff1b2bfce8d9f04")"},
      {R"({"format":"date-time"})", R"("2026-03-01T08:15:00.5Z")", R"("2026-03-01 08:15:00Z")"},
      {R"({"format":"date-time"})", R"("2026-03-01T08:15:00+01:00")", R"("2026-13-01T08:15:00Z")"},
      {R"({"format":"uri-reference"})", R"("/problems/not_found")", R"("/a b")"},
      {R"({"$ref":"#/components/schemas/Leaf"})", "1", R"("a")"},
      {R"({"allOf":[{"minimum":1},{"maximum":3}]})", "2", "4"},
      {R"({"anyOf":[{"type":"null"},{"minimum":3}]})", "3", "2"},
      {R"({"oneOf":[{"minimum":1},{"maximum":3}]})", "4", "2"},
      {R"({"if":{"const":1},"then":{"type":"null"}})", "2", "1"},
      {R"({"if":{"const":1},"else":{"type":"null"}})", "1", "2"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.schema);
    CHECK(judge(row.schema, row.good).empty());
    CHECK(judge(row.schema, row.bad).size() == 1);
  }
}

TEST_CASE("leaves values of another kind to the keyword type") {
  for (const char* const schema : {R"({"minLength":3})", R"({"minItems":3})", R"({"minimum":3})",
                                   R"({"required":["a"]})", R"({"pattern":"a"})", R"({"format":"uuid"})",
                                   R"({"items":false})", R"({"additionalProperties":false})"}) {
    CAPTURE(schema);
    CHECK(judge(schema, "null").empty());
  }
}

TEST_CASE("names the place of every violation") {
  const std::string schema =
      R"({"properties":{"items":{"items":{"required":["id"],"properties":{"n":{"minimum":2}}}}}})";
  const std::vector<std::string> found = judge(schema, R"({"items":[{"id":1},{"n":1}]})");
  CHECK(found ==
        std::vector<std::string>{"/items/1: must have the member id", "/items/1/n: must be at least 2"});
}

TEST_CASE("refuses what it cannot check, wherever it stands") {
  for (const char* const schema :
       {R"({"unevaluatedProperties":false})", R"({"typ":"string"})", R"({"format":"ipv4"})",
        R"({"$ref":"#/components/schemas/Nobody"})", R"({"anyOf":[true,{"contains":1}]})",
        R"({"if":{"contains":1},"then":true})"}) {
    CAPTURE(schema);
    CHECK(judge(schema, "null").size() == 1);
  }
  CHECK(violations(json::parse("{}"), "It", nullptr).size() == 1);
}

}  // namespace tests::support
