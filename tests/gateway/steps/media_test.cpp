#include "gateway/steps/media.hpp"

#include <doctest/doctest.h>

namespace gateway::steps {

namespace {

bool is_form(const boost::system::result<Form, schema::Problem>& chosen, Form wanted) {
  return chosen.has_value() && *chosen == wanted;
}

}  // namespace

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
  CHECK(is_form(choose_form({}, {Form::json}), Form::json));
  for (const auto* accept :
       {"", "*/*", "application/*", "application/json", "APPLICATION/JSON", "application/json;charset=utf-8",
        "text/html, application/json", "text/html,*/*;q=0.1", "application/json;q=0.001",
        "application/json; q=1.000", "application/x-ndjson, application/json",
        "application/json;q=1, */*;q=0", ", ,application/json,", "text/plain;x=\"a,b;q=0\", application/json",
        "application/json;q=0, application/json;v=1", "application/json;x=\"\\\"\";Q=0.5"}) {
    CAPTURE(accept);
    CHECK(is_form(choose_form(accept, {Form::json}), Form::json));
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
    const auto form = choose_form(accept, {Form::json});
    REQUIRE(form.has_error());
    CHECK(schema::kind_of(form.error().code).status == 406);
  }
}

TEST_CASE("of several forms the caller gets the one it wants most, and the first where it does not mind") {
  struct Row {
    const char* accept;
    Form form;
  };
  for (const Row& row : {Row{"*/*", Form::json},
                         {"", Form::json},
                         {"application/*", Form::json},
                         {"application/x-ndjson", Form::ndjson},
                         {"application/json;q=0.5, application/x-ndjson", Form::ndjson},
                         {"application/json, application/x-ndjson", Form::json},
                         {"application/x-ndjson;q=0.9, application/json;q=0.91", Form::json},
                         {"application/json;q=0, */*;q=0.1", Form::ndjson},
                         {"application/x-ndjson;q=0, */*;q=0.1", Form::json}}) {
    CAPTURE(row.accept);
    CHECK(is_form(choose_form(row.accept, {Form::json, Form::ndjson}), row.form));
  }
  CHECK(is_form(choose_form("*/*", {Form::ndjson}), Form::ndjson));
  CHECK(choose_form("application/json", {Form::ndjson}).has_error());
}

}  // namespace gateway::steps
