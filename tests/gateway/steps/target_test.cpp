#include "gateway/steps/target.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

namespace {

using schema::ProblemCode;
using Segments = std::vector<std::string>;

}  // namespace

TEST_CASE("decodes each segment of a path once") {
  struct Row {
    std::string path;
    Segments segments;
  };
  const std::vector<Row> rows = {
      {"/", {""}},
      {"/livez", {"livez"}},
      {"/v1/tenants/contoso", {"v1", "tenants", "contoso"}},
      {"/livez/", {"livez", ""}},
      {"/users/partner_center%3A1", {"users", "partner_center:1"}},
      {"/users/partner_center%3a1", {"users", "partner_center:1"}},
      {"/%6Civez", {"livez"}},
      {"/%252e%252e", {"%2e%2e"}},
      {"/%252f", {"%2f"}},
      {"/caf%C3%A9", {"caf\xc3\xa9"}},
      {"/a+b", {"a+b"}},
      {"/a%20b", {"a b"}},
      {"/...", {"..."}},
      {"/users:batchCreate", {"users:batchCreate"}},
      {"*", {"*"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const auto target = parse_target(row.path, "");
    REQUIRE(target.has_value());
    CHECK(target->segments == row.segments);
  }
}

TEST_CASE("refuses a path that another hop could read differently, without echoing it") {
  for (const std::string path : {"",
                                 "livez",
                                 "//",
                                 "//livez",
                                 "/v1//tenants",
                                 "/livez//",
                                 "/.",
                                 "/..",
                                 "/v1/./a",
                                 "/v1/../a",
                                 "/v1/..",
                                 "/%2e",
                                 "/%2E%2e",
                                 "/.%2e/secret",
                                 "/..%2fsecret",
                                 "/a%2fsecret",
                                 "/a%2Fsecret",
                                 "/a%5csecret",
                                 "/a%5Csecret",
                                 "/a\\secret",
                                 "/a%00secret",
                                 "/a%0d%0asecret",
                                 "/%7fsecret",
                                 "/%1bsecret",
                                 "/%",
                                 "/%2",
                                 "/%zzsecret",
                                 "/%2gsecret",
                                 "/%-1secret",
                                 "/a%",
                                 "/%c3secret",
                                 "/%ff",
                                 "/%c0%af",
                                 "/%ed%a0%80",
                                 "/%f4%90%80%80",
                                 "/%e2%82"}) {
    CAPTURE(path);
    const auto target = parse_target(path, "");
    REQUIRE(target.has_error());
    CHECK(target.error().code == ProblemCode::invalid_request);
    CHECK(target.error().detail.find("secret") == std::string::npos);
  }
}

TEST_CASE("decodes the query as a form, in the order sent") {
  struct Row {
    std::string query;
    Query parameters;
  };
  const std::vector<Row> rows = {
      {"", {}},
      {"&&", {}},
      {"verbose", {{"verbose", ""}}},
      {"verbose=", {{"verbose", ""}}},
      {"b=1&a=2&b=3", {{"b", "1"}, {"a", "2"}, {"b", "3"}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"a=x+y%2Bz", {{"a", "x y+z"}}},
      {"a%3db=c%26d", {{"a=b", "c&d"}}},
      {"provider=a%2Cb", {{"provider", "a,b"}}},
      {"a=%252f/%2f", {{"a", "%2f//"}}},
      {"n=%C3%A9&", {{"n", "\xc3\xa9"}}},
      {"a=1;b=2", {{"a", "1;b=2"}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query);
    const auto target = parse_target("/", row.query);
    REQUIRE(target.has_value());
    CHECK(target->query == row.parameters);
  }
}

TEST_CASE("names every parameter that cannot be read, and no value") {
  const auto target = parse_target(
      "/", "ok=1&limit=%&sort=%zzsecret&filter=a%00secret&search=%ffsecret&%zz=secret&=secret&x%0a=1");
  REQUIRE(target.has_error());
  const auto problem = target.error();
  CHECK(problem.code == ProblemCode::invalid_parameter);
  struct Row {
    std::string parameter, reason;
  };
  const std::vector<Row> rows = {{"limit", "percent_encoding"},   {"sort", "percent_encoding"},
                                 {"filter", "control_character"}, {"search", "utf8"},
                                 {"%zz", "percent_encoding"},     {"(no name)", "empty_name"},
                                 {"x%0a", "control_character"}};
  REQUIRE(problem.errors.size() == rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    CHECK(problem.errors[at].parameter == rows[at].parameter);
    CHECK(problem.errors[at].reason == rows[at].reason);
    CHECK(problem.errors[at].detail.find("secret") == std::string::npos);
  }
  CHECK(problem.detail.find("secret") == std::string::npos);
}

TEST_CASE("takes 64 parameters, and answers to a flood of them in little space") {
  std::string query;
  for (int i = 0; i < 64; ++i)
    query += "a&";
  CHECK(parse_target("/", query).has_value());
  CHECK(parse_target("/", query + "a").has_error());
  std::string bad;
  for (int i = 0; i < 2000; ++i)
    bad += "%&";
  const auto target = parse_target("/", bad);
  REQUIRE(target.has_error());
  CHECK(target.error().errors.size() == 32);
  CHECK(target.error().detail.find("2000") != std::string::npos);
}

}  // namespace gateway::steps
