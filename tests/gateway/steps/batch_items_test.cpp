#include "gateway/steps/batch_items.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace gateway::steps {

namespace {

namespace json = boost::json;

// "/items empty": the one mistake.
std::string mistake_of(const schema::Problem& problem) {
  CHECK(problem.code == schema::ProblemCode::invalid_draft);
  CHECK(problem.detail.find("secret") == std::string::npos);
  REQUIRE(problem.errors.size() == 1);
  CHECK(problem.errors[0].detail.find("secret") == std::string::npos);
  return problem.errors[0].pointer + ' ' + problem.errors[0].reason;
}

json::value batch_of(std::size_t count) {
  json::array items(count, json::object{{"user", json::object()}});
  return json::object{{"items", std::move(items)}};
}

}  // namespace

TEST_CASE("reads each item's key and user, in their order") {
  const json::value body = json::parse(R"({"items":[{"idempotencyKey":"a","user":{"email":"x"}},)"
                                       R"({"user":1,"idempotencyKey":null},{"user":null}]})");
  const auto items = read_batch(body);
  REQUIRE(items.has_value());
  REQUIRE(items->size() == 3);
  CHECK((*items)[0].key == "a");
  CHECK(json::serialize(*(*items)[0].user) == R"({"email":"x"})");
  CHECK((*items)[1].key.empty());
  // Whether it is a draft is seen when it is read.
  CHECK(json::serialize(*(*items)[1].user) == "1");
  CHECK(json::serialize(*(*items)[2].user) == "null");
  for (const BatchItem& item : *items)
    CHECK_FALSE(item.problem.has_value());
}

TEST_CASE("a key in quotes is the key between them, as in the header") {
  const json::value body = json::parse(R"({"items":[{"idempotencyKey":"\"a\"","user":{}}]})");
  const auto items = read_batch(body);
  REQUIRE(items.has_value());
  CHECK(items->front().key == "a");
}

TEST_CASE("a body that is no batch is refused as a whole, with the place") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"null", " wrong_type"},
      {"[]", " wrong_type"},
      {"{}", "/items required"},
      {R"({"items":null})", "/items wrong_type"},
      {R"({"items":{}})", "/items wrong_type"},
      {R"({"items":[]})", "/items empty"},
      {R"({"items":[{"user":{}}],"dry/run":"secret"})", "/dry~1run unknown_member"},
      {R"({"Items":[]})", "/Items unknown_member"},
  };
  for (const auto& [text, mistake] : rows) {
    CAPTURE(text);
    const json::value body = json::parse(text);
    const auto items = read_batch(body);
    REQUIRE(items.has_error());
    CHECK(mistake_of(items.error()) == mistake);
  }
}

TEST_CASE("a batch has 200 items at the most") {
  CHECK(read_batch(batch_of(200)).has_value());
  const json::value body = batch_of(201);
  const auto items = read_batch(body);
  REQUIRE(items.has_error());
  CHECK(mistake_of(items.error()) == "/items too_long");
}

TEST_CASE("what is wrong with an item is that item's alone, with the place in it") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"("secret")", " wrong_type"},
      {"[]", " wrong_type"},
      {"{}", "/user required"},
      {R"({"idempotencyKey":"a"})", "/user required"},
      {R"({"user":{},"idempotencyKey":""})", "/idempotencyKey invalid"},
      {R"({"user":{},"idempotencyKey":"sec ret"})", "/idempotencyKey invalid"},
      {R"({"user":{},"idempotencyKey":7})", "/idempotencyKey invalid"},
      {R"({"user":{},"key":"secret"})", "/key unknown_member"},
  };
  for (const auto& [text, mistake] : rows) {
    CAPTURE(text);
    const json::value body = json::parse(R"({"items":[{"user":{}},)" + text + R"(,{"user":{}}]})");
    const auto items = read_batch(body);
    REQUIRE(items.has_value());
    REQUIRE(items->size() == 3);
    CHECK_FALSE((*items)[0].problem.has_value());
    CHECK_FALSE((*items)[2].problem.has_value());
    REQUIRE((*items)[1].problem.has_value());
    CHECK(mistake_of(*(*items)[1].problem) == mistake);
  }
}

}  // namespace gateway::steps
