#include "gateway/steps/media.hpp"

#include <doctest/doctest.h>

namespace gateway::steps {

TEST_CASE("takes a body of application/json, with charset=utf-8 or without") {
  for (const auto* type :
       {"application/json", "Application/JSON", "application/json;charset=utf-8",
        "application/json; charset=UTF-8", "application/json ; Charset=\"utf-8\"", "application/json;"}) {
    CAPTURE(type);
    CHECK(!check_json_body(type, {}).has_value());
  }
}

TEST_CASE("refuses every other body with 415") {
  for (const auto* type :
       {"", "text/json", "text/plain", "application/jsonx", "application/problem+json", "application/*",
        "*/*", "application/x-ndjson", "application/x-www-form-urlencoded", "json",
        "application/json, application/json", "application/json;charset=latin1",
        "application/json;charset=utf-16", "application/json;charset",
        "application/json;charset=utf-8;version=2", "application/json;version=2",
        "application/json charset=utf-8", "application/json;charset=\"utf-8"}) {
    CAPTURE(type);
    const auto problem = check_json_body(type, {});
    REQUIRE(problem.has_value());
    CHECK(schema::kind_of(problem->code).status == 415);
  }
  CHECK(check_json_body({}, {}).has_value());
  for (const auto* coding : {"gzip", "identity", "br, gzip", ""}) {
    CHECK(check_json_body("application/json", coding).has_value());
  }
}

TEST_CASE("answers JSON to whoever accepts it") {
  CHECK(!check_accepts_json({}).has_value());
  for (const auto* accept :
       {"", "*/*", "application/*", "application/json", "APPLICATION/JSON", "application/json;charset=utf-8",
        "text/html, application/json", "text/html,*/*;q=0.1", "application/json;q=0.001",
        "application/json; q=1.000", "application/x-ndjson, application/json",
        "application/json;q=1, */*;q=0", ", ,application/json,", "text/plain;x=\"a,b;q=0\", application/json",
        "application/json;q=0, application/json;v=1", "application/json;x=\"\\\"\";Q=0.5"}) {
    CAPTURE(accept);
    CHECK(!check_accepts_json(accept).has_value());
  }
}

TEST_CASE("answers 406 to whoever does not") {
  for (const auto* accept : {"application/x-ndjson",
                             "text/html",
                             "text/plain;x=\"\\\", application/json, b\"",
                             "text/*",
                             "application/xml",
                             "application/problem+json",
                             "json",
                             "*",
                             "*/json",
                             "application/json;q=0",
                             "application/json;q=0.000",
                             "application/json;q=0, */*",
                             "*/*;q=0",
                             "application/*;q=0, */*;q=1",
                             "application/json;q=2",
                             "application/json;q=1.001",
                             "application/json;q=-1",
                             "application/json;q=.5",
                             "application/json;q=",
                             "application/json;q=0.1234",
                             "application/json;q=a",
                             ",",
                             "\"application/json\"",
                             "text/plain;x=\"application/json"}) {
    CAPTURE(accept);
    const auto problem = check_accepts_json(accept);
    REQUIRE(problem.has_value());
    CHECK(schema::kind_of(problem->code).status == 406);
  }
}

}  // namespace gateway::steps
