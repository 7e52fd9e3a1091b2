// Creates by the batch: each item is a create of its own, answered as it settles.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/json_schema.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::Headers;
using support::HttpReply;

constexpr std::string_view cockpit_query = "?provider=cloud_cockpit";

std::string batch_path(std::string_view query = cockpit_query) {
  return "/v1/tenants/contoso/customers/twelve/users:batchCreate" + std::string(query);
}

json::object item(std::string_view key, const json::value& user) {
  json::object made = {{"user", user}};
  if (!key.empty()) made["idempotencyKey"] = key;
  return made;
}

std::string body_of(const json::array& items) { return json::serialize(json::object{{"items", items}}); }

HttpReply send(const std::string& body, std::string_view query = cockpit_query, const Headers& more = {}) {
  return gateway().post(batch_path(query), body, more);
}

struct Batch {
  std::map<std::int64_t, std::string> lines;  // by index
  json::value summary;

  json::value at(std::int64_t index) const { return json::parse(lines.at(index)); }
  std::int64_t status(std::int64_t index) const { return at(index).at("status").as_int64(); }
};

// A batch that is answered: every line is as published, and the summary is the last.
Batch settled(const HttpReply& reply) {
  REQUIRE(reply.status == 200);
  CHECK(reply.header("content-type") == "application/x-ndjson");
  CHECK(reply.header("cache-control") == "private, no-cache");
  static const json::value document = gateway().get("/openapi.json").json();
  Batch batch;
  std::istringstream lines(reply.body);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(batch.summary.is_null());
    const json::value read = json::parse(line);
    CHECK(support::violations(document, "BatchLine", read) == std::vector<std::string>());
    if (read.as_object().contains("summary")) {
      batch.summary = read.at("summary");
    } else {
      CHECK(batch.lines.emplace(read.at("index").as_int64(), line).second);
    }
  }
  CHECK(reply.body.ends_with("\n"));
  REQUIRE(batch.summary.is_object());
  return batch;
}

Batch run(const json::array& items, std::string_view query = cockpit_query) {
  return settled(send(body_of(items), query));
}

json::value summary(int count, int created) {
  return {{"count", count}, {"created", created}, {"failed", count - created}};
}

void check_problem(const HttpReply& reply, unsigned status, std::string_view code) {
  CHECK(reply.status == status);
  CHECK(reply.header("content-type") == "application/problem+json");
  CHECK(code_of(reply) == code);
  CHECK(emulator().ledger("", "").empty());
}

TEST_CASE("one bad row stops no other: each has its own line, with what the same create alone would get") {
  fresh_emulator();
  const std::string there = somebody();
  add_rival("cloud_cockpit", there, "Eve");
  json::object unknown_member = cockpit_draft(somebody());
  unknown_member["nickname"] = "x";
  const std::string first = somebody();
  const std::string last = somebody();
  const json::array items = {item("", cockpit_draft(first)),
                             item("", unknown_member),
                             "no item",
                             item("", cockpit_draft(there)),
                             item("no key", cockpit_draft(somebody())),
                             json::object(),
                             item("", cockpit_draft(last))};
  const Batch batch = run(items);
  CHECK(batch.summary == summary(7, 2));
  REQUIRE(batch.lines.size() == 7);
  const std::vector<std::int64_t> statuses = {201, 422, 422, 409, 422, 422, 201};
  for (std::int64_t i = 0; i < 7; ++i) {
    CAPTURE(batch.lines.at(i));
    CHECK(batch.status(i) == statuses[static_cast<std::size_t>(i)]);
  }
  CHECK(batch.at(1).at_pointer("/problem/errors/0/pointer") == "/nickname");
  CHECK(batch.at(3).at_pointer("/problem/code") == "user_exists");
  CHECK(batch.at(4).at_pointer("/problem/errors/0/pointer") == "/idempotencyKey");
  CHECK(batch.at(5).at_pointer("/problem/errors/0/pointer") == "/user");
  CHECK(text_at(batch.at(0).at("user"), "email") == first + "@twelve.example");
  CHECK(people_at("cloud_cockpit", first) == 1);
  CHECK(people_at("cloud_cockpit", last) == 1);
  CHECK(sent_creates().size() == 2);
  const std::string address(batch.at(0).at("operation").as_string().c_str());
  CHECK(state_of_operation(gateway(), address) == "succeeded: cloud_cockpit created");
}

TEST_CASE("each item goes to the providers of the request, and a partial one is finished by the same batch") {
  fresh_emulator();
  const std::string both = "?provider=partner_center,cloud_cockpit";
  json::array items;
  for (int i = 0; i < 3; ++i)
    items.push_back(item("batch-" + somebody(), draft_for_both(somebody())));
  fault_at_create("cloud_cockpit", R"({"status":403})");
  CHECK(run(items, both).summary == summary(3, 2));
  CHECK(run(items, both).summary == summary(3, 3));
  CHECK(emulator().ledger("partner_center", "create").size() == 3);
  CHECK(emulator().ledger("cloud_cockpit", "create").size() == 4);
}

TEST_CASE("the same keys in a second batch get the same lines, and nobody is sent again") {
  fresh_emulator();
  json::array items;
  for (int i = 0; i < 20; ++i)
    items.push_back(item("batch-" + somebody(), cockpit_draft(somebody())));
  const Batch first = run(items);
  CHECK(first.summary == summary(20, 20));
  CHECK(sent_creates().size() == 20);
  // One reading of the list serves all who wait for it.
  CHECK(emulator().ledger("cloud_cockpit", "list").size() < 20);
  const Batch second = run(items);
  CHECK(second.lines == first.lines);
  CHECK(second.summary == first.summary);
  // A single create with an item's key is the same create.
  const json::object& one = items[7].as_object();
  const HttpReply alone = create(gateway(), "contoso/twelve" + std::string(cockpit_query), one.at("user"),
                                 with_key(one.at("idempotencyKey").as_string().c_str()));
  CHECK(alone.header("idempotency-replayed") == "true");
  CHECK(first.lines.at(7).find(alone.body) != std::string::npos);
  CHECK(sent_creates().size() == 20);
}

TEST_CASE("the same person or key twice in one batch is created once") {
  fresh_emulator();
  const std::string name = somebody();
  const std::string key = "batch-" + somebody();
  json::object other = cockpit_draft(somebody());
  const Batch batch =
      run({item("", cockpit_draft(name)), item("", cockpit_draft(name)), item(key, other), item(key, other)});
  CHECK(people_at("cloud_cockpit", name) == 1);
  CHECK(sent_creates().size() == 2);
  for (const auto& [index, line] : batch.lines) {
    CAPTURE(line);
    CHECK((batch.status(index) == 201 || batch.status(index) == 409));
  }
}

TEST_CASE("a batch of 200 items and of more bytes than any other body is taken") {
  fresh_emulator();
  json::array items;
  for (int i = 0; i < 200; ++i) {
    json::object draft = cockpit_draft(somebody());
    draft["lastName"] = std::string(200, 'x');
    draft["nickname"] = std::string(200, 'y');
    items.push_back(item("", draft));
  }
  const std::string body = body_of(items);
  CHECK(body.size() > 64 * 1024);
  const Batch batch = settled(send(body));
  CHECK(batch.summary == summary(200, 0));
  CHECK(batch.lines.size() == 200);
  CHECK(sent_creates().empty());
}

TEST_CASE("a request that is no batch is a problem, and nothing is sent") {
  fresh_emulator();
  json::array many(201, item("", cockpit_draft(somebody())));
  check_problem(send(body_of(many)), 422, "invalid_draft");
  check_problem(send("[]"), 422, "invalid_draft");
  check_problem(send("{}"), 422, "invalid_draft");
  check_problem(send(R"({"items":[]})"), 422, "invalid_draft");
  check_problem(send("{"), 400, "malformed_json");
  check_problem(send("{\"items\":\"" + std::string(1024 * 1024, 'x') + "\"}"), 413, "body_too_large");
}

TEST_CASE("what a batch cannot take of its head is told before its body is read") {
  fresh_emulator();
  const std::string good = body_of({item("", cockpit_draft(somebody()))});
  check_problem(send(good, cockpit_query, with_key("a")), 400, "invalid_request");
  check_problem(send(good, cockpit_query, {{"Accept", "application/json"}}), 406, "not_acceptable");
  check_problem(send(good, "?provider=cloud_cockpit&validateOnly=true"), 400, "invalid_parameter");
  check_problem(send(good, "?provider=nobody"), 400, "invalid_parameter");
  const std::string nobodys = "/v1/tenants/contoso/customers/nobodys/users:batchCreate";
  check_problem(gateway().post(nobodys, good), 404, "customer_not_found");
}

}  // namespace
}  // namespace tests::integration
