#include "gateway/steps/conditions.hpp"

#include <doctest/doctest.h>

namespace gateway::steps {

namespace {

Answer tagged(const std::string& if_none_match) {
  Answer answer;
  answer.content_type = "application/json";
  answer.etag = "W/\"abc\"";
  answer.body = "{}";
  answer.headers.emplace_back("Cache-Control", "private, no-cache");
  apply_conditions(answer, if_none_match);
  return answer;
}

}  // namespace

TEST_CASE("a caller that has the answer gets 304 without its body, and with its tag") {
  for (const char* has : {"W/\"abc\"", "\"abc\"", "*", "\"x\", W/\"abc\"", "W/\"x\",\"abc\"", " \"abc\" ,"}) {
    CAPTURE(has);
    const Answer answer = tagged(has);
    CHECK(answer.status == 304);
    CHECK(answer.payload_size() == 0);
    CHECK(answer.content_type.empty());
    REQUIRE(answer.headers.size() == 2);
    CHECK(answer.headers[1].second == "W/\"abc\"");
  }
}

TEST_CASE("anybody else gets the whole answer") {
  for (const char* has :
       {"", "\"abd\"", "abc", "W/abc", "\"ABC\"", "w/\"abc\"", "\"abc", "x, \"abc\"", "\"x\" \"y\""}) {
    CAPTURE(has);
    const Answer answer = tagged(has);
    CHECK(answer.status == 200);
    CHECK(answer.body == "{}");
    CHECK(answer.headers.size() == 2);
  }
}

TEST_CASE("an answer without a tag, and one that is no 200, are never 304") {
  Answer answer;
  answer.body = "{}";
  apply_conditions(answer, "*");
  CHECK(answer.status == 200);
  CHECK(answer.headers.empty());
  answer.status = 201;
  answer.etag = "W/\"a\"";
  apply_conditions(answer, "*");
  CHECK(answer.status == 201);
}

}  // namespace gateway::steps
