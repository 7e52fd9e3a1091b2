#include "gateway/cli/list_reading.hpp"

#include "tests/gateway/cli/served.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::cli {
namespace {

using tests::cli::chunked;
using tests::cli::client_of;
using tests::cli::problem;
using tests::cli::Served;
using tests::cli::Step;
using tests::cli::Then;
using tests::gateway_loop::ok;

struct Notes final : UserWriter {
  void begin() override { log += "begin "; }
  void write(const ListedUser& user) override {
    if (!user.customer.empty()) log.append(user.customer).append("/");
    log.append(user.json).append(" ");
  }
  void pause() override { log += "pause "; }
  void end(const ListOutcome&) override { log += "end"; }
  std::string log;
};

struct Reading {
  ListOutcome outcome;
  std::string log;
  std::vector<std::string> targets;
};

UsersQuery query_of(std::string customer, std::optional<std::uint64_t> limit = {}) {
  UsersQuery query;
  query.tenant = "t";
  query.customer = std::move(customer);
  query.limit = limit;
  return query;
}

using Read = ListOutcome (*)(ApiClient&, const UsersQuery&, Delivery&);

Reading reading(Read read, const UsersQuery& query, std::vector<std::vector<Step>> script) {
  Served served(std::move(script));
  ApiClient client = client_of(served.url());
  Notes notes;
  Output nowhere(-1);
  Progress silent({}, [] { return std::chrono::steady_clock::time_point(); });
  Delivery delivery(notes, nowhere, silent, query.limit);
  Reading done;
  done.outcome = read(client, query, delivery);
  delivery.end(done.outcome);
  done.log = notes.log;
  for (const std::string& request : served.requests())
    done.targets.push_back(request.substr(4, request.find(" HTTP") - 4));
  return done;
}

std::string page(const std::string& items, const std::string& cursor, const std::string& more = "") {
  return ok("{\"items\":[" + items + "],\"nextCursor\":" + cursor +
            ",\"totalCount\":3,\"complete\":true,\"providers\":[{\"name\":\"p\",\"status\":\"ok\"}],"
            "\"warnings\":[{\"code\":\"w\"}]" +
            more + "}");
}

std::string stream(const std::vector<std::string>& lines, const std::string& last = "0\r\n\r\n") {
  std::string text;
  for (const std::string& line : lines)
    text += line + '\n';
  return chunked({text}, "application/x-ndjson", last);
}

constexpr const char* stream_summary =
    R"({"summary":{"count":2,"complete":true,"providers":[{"name":"p"}],"warnings":[]}})";

}  // namespace

TEST_CASE("walks from page to page to the last, over one connection") {
  const Reading done =
      reading(read_pages, query_of("c"),
              {{{page("{\"id\":\"1\"},{\"id\":\"2\"}", "\"a+b\"")}, {page("{\"id\":\"3\"}", "null")}}});
  CHECK(done.targets == std::vector<std::string>{"/v1/tenants/t/customers/c/users?limit=1000",
                                                 "/v1/tenants/t/customers/c/users?limit=1000&cursor=a%2Bb"});
  CHECK(done.log == "begin {\"id\":\"1\"} {\"id\":\"2\"} pause {\"id\":\"3\"} pause end");
  CHECK(done.outcome.is_good());
  CHECK(done.outcome.count == 3);
  CHECK(done.outcome.total == 3);
  CHECK(done.outcome.complete == true);
  CHECK(done.outcome.providers.size() == 1);
  CHECK(done.outcome.warnings.size() == 1);
}

TEST_CASE("asks for no more users than are wanted") {
  const Reading done =
      reading(read_pages, query_of("c", 3),
              {{{page("{\"id\":\"1\"},{\"id\":\"2\"}", "\"a\"")}, {page("{\"id\":\"3\"}", "\"b\"")}}});
  REQUIRE(done.targets.size() == 2);
  CHECK(done.targets[0] == "/v1/tenants/t/customers/c/users?limit=3");
  CHECK(done.targets[1] == "/v1/tenants/t/customers/c/users?limit=1&cursor=a");
  CHECK(done.outcome.is_good());
  CHECK(done.outcome.count == 3);
}

TEST_CASE("a walk that fails on its way has printed what came, and says what failed") {
  const Reading done =
      reading(read_pages, query_of("c"),
              {{{page("{\"id\":\"1\"}", "\"a\"")}, {problem(503, R"({"code":"provider_unavailable"})")}}});
  CHECK(done.log == "begin {\"id\":\"1\"} pause end");
  CHECK_FALSE(done.outcome.is_good());
  REQUIRE(done.outcome.failure.has_value());
  REQUIRE(done.outcome.failure->problem.has_value());
  CHECK(done.outcome.failure->problem->at("code") == "provider_unavailable");
}

TEST_CASE("what fails at once prints nothing at all") {
  for (const Read read : {Read(read_pages), Read(read_stream)}) {
    const Reading refused = reading(read, query_of("c"), {{{problem(401, R"({"code":"unauthenticated"})")}}});
    CHECK(refused.log.empty());
    CHECK(refused.outcome.failure->problem.has_value());
    const Reading closed = reading(read, query_of("c"), {{{"", Then::close}}});
    CHECK(closed.log.empty());
    CHECK(closed.outcome.failure->detail.find("without an answer") != std::string::npos);
  }
}

TEST_CASE("what is no list of Usher's is refused, and not taken for an empty one") {
  for (const std::string& answer :
       {ok("<html>"), ok("[]"), ok("{}"), ok(R"({"items":{},"nextCursor":null})"),
        ok(R"({"items":[],"nextCursor":null,"complete":"yes","providers":[],"warnings":[]})"),
        ok(R"({"items":[],"nextCursor":7,"complete":true,"providers":[],"warnings":[]})"),
        ok(R"({"items":[1],"nextCursor":null,"complete":true,"providers":[],"warnings":[]})"),
        std::string("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"),
        std::string("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>")}) {
    CAPTURE(answer);
    const Reading done = reading(read_pages, query_of("c"), {{{answer}}});
    REQUIRE(done.outcome.failure.has_value());
    CHECK(done.outcome.failure->detail.find("no Usher of this version") != std::string::npos);
  }
}

TEST_CASE("a walk that stands still ends") {
  const Reading done = reading(read_pages, query_of("c"),
                               {{{page("{\"id\":\"1\"}", "\"a\"")}, {page("{\"id\":\"1\"}", "\"a\"")}}});
  CHECK(done.targets.size() == 2);
  CHECK(done.outcome.failure.has_value());
}

TEST_CASE("a stream is read to its summary") {
  const Reading done = reading(read_stream, query_of("c"),
                               {{{stream({R"({"id":"1","n":1.50})", R"({"id":"2"})", stream_summary})}}});
  CHECK(done.targets == std::vector<std::string>{"/v1/tenants/t/customers/c/users"});
  CHECK(done.log == R"(begin {"id":"1","n":1.50} {"id":"2"} end)");
  CHECK(done.outcome.is_good());
  CHECK(done.outcome.count == 2);
  CHECK(done.outcome.providers.size() == 1);
}

TEST_CASE("a stream without its summary was cut, also where the answer ends well") {
  for (const Step& step : {Step{stream({R"({"id":"1"})"}), Then::keep},
                           Step{stream({R"({"id":"1"})"}, ""), Then::close}, Step{stream({}), Then::keep}}) {
    const Reading done = reading(read_stream, query_of("c"), {{step}});
    CHECK_FALSE(done.outcome.is_good());
    REQUIRE(done.outcome.failure.has_value());
    CHECK(done.outcome.failure->detail.starts_with("The list was cut"));
  }
}

TEST_CASE("a stream that could not have everybody says so in its summary") {
  const Reading done =
      reading(read_stream, query_of("c"),
              {{{stream({R"({"summary":{"count":0,"complete":false,"providers":[],"warnings":[]}})"})}}});
  CHECK_FALSE(done.outcome.failure.has_value());
  CHECK(done.outcome.complete == false);
  CHECK_FALSE(done.outcome.is_good());
}

TEST_CASE("across customers each user comes with his customer, and each customer's end is kept") {
  const Reading done = reading(
      read_stream, query_of(""),
      {{{stream(
          {R"({"customer":"a","user":{"id":"1","n":1.50}})",
           R"({"customer":"a","complete":false,"count":1,"providers":[],"warnings":[]})",
           R"({"customer":"b","user":{"id":"2"}})",
           R"({"customer":"b","complete":true,"count":1,"providers":[],"warnings":[]})",
           R"({"summary":{"count":2,"customers":2,"complete":false,"providers":[],"warnings":[]}})"})}}});
  CHECK(done.targets == std::vector<std::string>{"/v1/tenants/t/users"});
  CHECK(done.log == R"(begin a/{"id":"1","n":1.50} pause b/{"id":"2"} pause end)");
  CHECK(done.outcome.customers.size() == 2);
  CHECK(done.outcome.complete == false);
}

TEST_CASE("a stream stops at the first user past the limit, or at the summary") {
  const Reading cut = reading(read_stream, query_of("c", 1),
                              {{{stream({R"({"id":"1"})", R"({"id":"2"})", R"({"id":"3"})"}, "")}}});
  CHECK(cut.log == R"(begin {"id":"1"} end)");
  CHECK(cut.outcome.is_good());
  CHECK_FALSE(cut.outcome.complete.has_value());
  const Reading whole =
      reading(read_stream, query_of("c", 1),
              {{{stream({R"({"id":"1"})",
                         R"({"summary":{"count":1,"complete":false,"providers":[],"warnings":[]}})"})}}});
  CHECK_FALSE(whole.outcome.is_good());
}

TEST_CASE("a stream of anything else is refused") {
  for (const char* line : {"<html>", "[]", R"({"summary":{}})"}) {
    CAPTURE(line);
    const Reading done = reading(read_stream, query_of("c"), {{{stream({line})}}});
    REQUIRE(done.outcome.failure.has_value());
    CHECK(done.outcome.failure->detail.find("no Usher of this version") != std::string::npos);
  }
  for (const char* line : {R"({"id":"1"})", R"({"customer":1})", R"({"customer":"a","user":1})"}) {
    CAPTURE(line);
    CHECK(reading(read_stream, query_of(""), {{{stream({line})}}}).outcome.failure.has_value());
  }
}

}  // namespace gateway::cli
