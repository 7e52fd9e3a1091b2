// Every example of the document that a gateway serves, against that gateway: the parameters are sent, the
// headers looked for. openapi_creates_test.cpp has the drafts, openapi_answers_test.cpp the answers,
// openapi_problems_test.cpp the problems; an example that is of no kind known here fails.
#include "tests/integration/document_examples.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/json_schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {
namespace {

namespace json = boost::json;
using support::Headers;
using support::members_of;
using support::Operation;

bool is_stream_only(const Operation& operation) { return operation.path == "/v1/tenants/{tenant}/users"; }

// What an answer's examples have between them, so that one of them may have less.
std::set<std::string> documented_members(const Operation& operation, const std::string& media_type) {
  const json::value& document = example_world().document();
  const std::string content = support::pointer_to(
      support::response_at(document, operation.method, operation.path, 200) + "/content", media_type);
  std::set<std::string> all;
  for (const auto& example : support::examples(document)) {
    if (example.at.starts_with(content + '/'))
      all.merge(members_of(document, example.schema, *example.value));
  }
  return all;
}

void check_members(const Operation& operation, const Answered& answered) {
  const json::value& document = example_world().document();
  const std::string type = answered.reply.header("content-type");
  const bool is_stream = type == "application/x-ndjson";
  if (!is_stream && type != "application/json") return;
  const auto documented = documented_members(operation, type);
  const std::string schema =
      support::pointer_to(support::response_at(document, "GET", operation.path, 200) + "/content", type) +
      "/schema";
  for (const json::value& body : is_stream ? answered.lines() : std::vector{answered.json()}) {
    for (const auto& member : members_of(document, schema, body))
      CHECK_MESSAGE(documented.contains(member), "stands in no example: ", member);
  }
}

// The request of an operation with one parameter's example in it.
Asking asking_with(const Operation& operation, const json::object& parameter) {
  const std::string name = text_at(parameter, "name");
  const std::string in = text_at(parameter, "in");
  const std::string value = text_of(parameter.at("example"));
  Asking asking{operation.method, operation.path, "", {}, {}, {}};
  if (is_stream_only(operation)) asking.headers = {{"Accept", "application/x-ndjson"}};
  // A path's example is in every request.
  if (in == "header") asking.headers.emplace_back(name, value);
  if (in == "query") asking.query = url_encoded(name) + "=" + url_encoded(value);
  // One customer is enough, unless it is about which.
  if (is_stream_only(operation) && name != "customer" && name != "after")
    asking.query += (asking.query.empty() ? "" : "&") + std::string("customer=fabrikam");
  if (name == "cursor") {
    // A cursor is a gateway's own: the one that follows a first page of one.
    const auto first = example_world().ask({"GET", operation.path, "limit=1", {}, {}, {}});
    const std::string next = text_at(first.json(), "nextCursor");
    REQUIRE_FALSE(next.empty());
    asking.query = "limit=1&cursor=" + next;
  }
  return asking;
}

void check_echo(const json::object& parameter, const Answered& answered) {
  const std::string name = text_at(parameter, "name");
  const std::string value = text_of(parameter.at("example"));
  if (name == "X-Correlation-Id") CHECK(answered.reply.header("x-correlation-id") == value);
  if (name == "traceparent") CHECK(answered.reply.header("traceparent") == value);
}

}  // namespace

TEST_CASE("every example is of a kind that is checked, and fits its schema") {
  const json::value& document = example_world().document();
  std::map<std::string, std::size_t> kinds;
  for (const auto& example : support::examples(document)) {
    CAPTURE(example.at);
    REQUIRE(example.value != nullptr);
    CHECK_FALSE(kind_of(example.at).empty());
    ++kinds[kind_of(example.at)];
    CHECK(support::violations(document, example.schema, *example.value) == std::vector<std::string>());
  }
  CHECK(kinds.size() == 6);
}

TEST_CASE("every parameter's example is taken by every operation that has it, and answered as documented") {
  ExampleWorld& world = example_world();
  const json::value& document = world.document();
  std::set<const json::value*> sent;
  for (const auto& operation : support::operations(document)) {
    for (const std::string_view in : {"path", "query", "header"}) {
      for (const auto* parameter : support::parameters(document, operation, in)) {
        const json::value* example = parameter->if_contains("example");
        if (example == nullptr) continue;
        CAPTURE(operation.method);
        CAPTURE(operation.path);
        const std::string name = text_at(*parameter, "name");
        CAPTURE(name);
        sent.insert(example);
        if (operation.method != "GET") continue;
        const auto answered = world.ask(asking_with(operation, *parameter));
        CHECK(answered.reply.status == 200);
        check_members(operation, answered);
        check_echo(*parameter, answered);
      }
    }
  }
  for (const auto& example : examples_of("parameter")) {
    CAPTURE(example.at);
    CHECK(sent.contains(example.value));
  }
}

TEST_CASE("every header's example has the form of one that a gateway sends") {
  ExampleWorld& world = example_world();
  const std::string users = "/v1/tenants/{tenant}/customers/{customer}/users";
  const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto page = world.ask({"GET", users, "limit=1", {{"traceparent", trace}}, {}, {}});
  const auto paused = [&] {
    const ExampleWorld::Fault pause(world, "partner_center", "list",
                                    {{"status", 429}, {"headers", {{"Retry-After", "120"}}}});
    return world.ask({"GET", users, "provider=partner_center", {}, {}, {}});
  }();
  const json::object draft = draft_of("cloud_cockpit", "location.example");
  const Headers with_key = {{"Idempotency-Key", "location.example"}};
  const auto created = post_example(draft, "cloud_cockpit", with_key);
  const auto replayed = post_example(draft, "cloud_cockpit", with_key);
  const Headers with_rate = {{"Authorization", "Bearer slow"}};
  const auto rated = world.ask(world.guarded(), {"GET", "/v1/tenants", "", with_rate, {}, {}});
  struct Seen {
    std::string name;
    Answered in;
  };
  const std::map<std::string, Seen> seen = {
      {"X-Correlation-Id", {"x-correlation-id", page}},
      {"traceparent", {"traceparent", page}},
      {"Cache-Control", {"cache-control", page}},
      {"Vary", {"vary", page}},
      {"ETag", {"etag", page}},
      {"Link", {"link", page}},
      {"StatusLink", {"link", created}},
      {"Idempotency-Replayed", {"idempotency-replayed", replayed}},
      {"No-Store", {"cache-control", world.ask({"GET", "/livez", "", {}, {}, {}})}},
      {"Location", {"location", created}},
      {"Retry-After", {"retry-after", paused}},
      {"RateLimit", {"ratelimit", rated}},
      {"RateLimit-Policy", {"ratelimit-policy", rated}},
      {"Allow", {"allow", world.ask({"DELETE", users, "", {}, {}, {}})}},
      {"WWW-Authenticate",
       {"www-authenticate", world.ask(world.guarded(), {"GET", "/v1/tenants", "", {}, {}, {}})}},
  };
  const auto examples = examples_of("header");
  CHECK(examples.size() == seen.size());
  for (const auto& example : examples) {
    CAPTURE(example.at);
    REQUIRE(seen.contains(last_of(example.at)));
    const auto& [name, in] = seen.at(last_of(example.at));
    // That it fits the schema the document says of it is checked with the answer.
    CHECK_FALSE(in.reply.header(name).empty());
  }
}

TEST_CASE("a complete answer is not sent again to whom has it") {
  ExampleWorld& world = example_world();
  std::size_t count = 0;
  for (const auto& operation : support::operations(world.document())) {
    const std::string response = support::response_at(world.document(), "GET", operation.path, 304);
    if (operation.method != "GET" || response.empty()) continue;
    CAPTURE(operation.path);
    ++count;
    const std::string tag = world.ask({"GET", operation.path, "", {}, {}, {}}).reply.header("etag");
    REQUIRE_FALSE(tag.empty());
    for (const auto& value : {tag, "W/\"other\", " + tag, std::string("*")})
      CHECK(world.ask({"GET", operation.path, "", {{"If-None-Match", value}}, {}, {}}).reply.status == 304);
  }
  CHECK(count == 6);
}

}  // namespace tests::integration
