// Idempotency-Key: the same request with the same key is one create with one answer, whatever lies between.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/integration/two_callers.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpConnection;
using support::HttpReply;

// A key that no test used before.
std::string fresh_key() { return "key-" + somebody(); }

void check_replayed(const HttpReply& first, const HttpReply& again) {
  CHECK(again.status == first.status);
  CHECK(again.body == first.body);
  for (const char* const name : {"content-type", "location", "link", "cache-control", "vary"}) {
    CAPTURE(name);
    CHECK(again.header(name) == first.header(name));
  }
  CHECK(first.header("idempotency-replayed").empty());
  CHECK(again.header("idempotency-replayed") == "true");
}

void check_reused(const HttpReply& reply) {
  CHECK(reply.status == 422);
  CHECK(code_of(reply) == "idempotency_key_reused");
  CHECK(reply.header("idempotency-replayed").empty());
}

TEST_CASE("the same request with the same key gets the same answer, byte for byte, and is sent once") {
  fresh_emulator();
  const std::string key = fresh_key();
  const json::object draft = draft_for_both(somebody());
  const HttpReply first = create(gateway(), "contoso/twelve", draft, with_key(key));
  CHECK(first.status == 201);
  for (int i = 0; i < 3; ++i)
    check_replayed(first, create(gateway(), "contoso/twelve", draft, with_key(key)));
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 201 executed");
  // Also when the user has gone since: it is the answer to that request.
  fresh_emulator();
  check_replayed(first, create(gateway(), "contoso/twelve", draft, with_key(key)));
  CHECK(emulator().ledger("", "").empty());
}

TEST_CASE("how a request is written makes no other request of it") {
  fresh_emulator();
  const std::string key = fresh_key();
  const std::string name = somebody();
  const json::object draft = partner_draft(name);
  const HttpReply first = create(gateway(), at_partner, draft, with_key(key));
  CHECK(first.status == 201);

  json::object turned_around;
  for (auto member = draft.end(); member != draft.begin();)
    turned_around.insert(*--member);
  turned_around["email"] = nullptr;
  check_replayed(first, create(gateway(), at_partner, turned_around, with_key(key)));
  check_replayed(first, create(gateway(), at_partner, draft, with_key('"' + key + '"')));
  const std::string by_guid = "contoso/AAAAAAAA-0000-4000-8000-000000000012?provider=partner_center";
  check_replayed(first, create(gateway(), by_guid, draft, with_key(key)));
  CHECK(sent_creates().size() == 1);
}

TEST_CASE("anything else with the same key is a 422, and nothing is sent") {
  fresh_emulator();
  const std::string key = fresh_key();
  const std::string name = somebody();
  const json::object draft = draft_for_both(name);
  CHECK(
      create(gateway(), "plain/twelve?provider=partner_center,cloud_cockpit", draft, with_key(key)).status ==
      201);
  emulator().clear_ledger();

  json::object other_name = draft;
  other_name["firstName"] = "Augusta";
  json::object other_password = draft;
  other_password["passwordProfile"].as_object()["password"] = "Another-Horse-8-Staple";
  json::object other_case = draft;
  other_case["email"] = "A" + std::string(draft.at("email").as_string().c_str()).substr(1);
  json::object no_change = draft;
  no_change["passwordProfile"].as_object().erase("forceChangePassword");
  struct Row {
    std::string where;
    json::object draft;
  };
  const std::string same = "plain/twelve?provider=partner_center,cloud_cockpit";
  const std::vector<Row> rows = {{same, other_name},
                                 {same, other_password},
                                 {same, other_case},
                                 {same, no_change},
                                 {"plain/twelve?provider=cloud_cockpit,partner_center", draft},
                                 {"plain/twelve?provider=partner_center", partner_draft(name)},
                                 {"plain/empty?provider=partner_center,cloud_cockpit", draft}};
  for (const Row& row : rows) {
    CAPTURE(row.where);
    CAPTURE(json::serialize(row.draft));
    const HttpReply reply = create(gateway(), row.where, row.draft, with_key(key));
    check_reused(reply);
    for (const std::string_view secret :
         {std::string_view("Horse"), std::string_view("Augusta"), std::string_view(name)})
      CHECK(reply.body.find(secret) == std::string::npos);
  }
  CHECK(emulator().ledger("", "").empty());
}

TEST_CASE("a person who exists uses up the key: the answer stays, and a new key asks anew") {
  fresh_emulator();
  const std::string key = fresh_key();
  const std::string name = somebody();
  add_rival("cloud_cockpit", name, "Eve");
  const HttpReply first = create(gateway(), at_cockpit, cockpit_draft(name), with_key(key));
  CHECK(first.status == 409);
  CHECK(code_of(first) == "user_exists");
  fresh_emulator();
  check_replayed(first, create(gateway(), at_cockpit, cockpit_draft(name), with_key(key)));
  CHECK(emulator().ledger("", "").empty());
  CHECK(create(gateway(), at_cockpit, cockpit_draft(name), with_key(fresh_key())).status == 201);
}

TEST_CASE("a provider's refusal uses up the key: what is mended is another request") {
  struct Row {
    std::string action;
    unsigned status;
    std::string code;
  };
  const std::vector<Row> rows = {{R"({"status":400,"body":{"description":"no"}})", 422, "invalid_draft"},
                                 {R"({"status":403})", 502, "provider_forbidden"},
                                 {R"({"status":404})", 404, "customer_not_found"},
                                 {R"({"status":409})", 409, "user_exists"},
                                 {R"({"status":422,"body":"no"})", 422, "invalid_draft"}};
  for (const Row& row : rows) {
    CAPTURE(row.action);
    fresh_emulator();
    fault_at_create("", row.action);
    const std::string key = fresh_key();
    const std::string name = somebody();
    const HttpReply first = create(gateway(), at_cockpit, cockpit_draft(name), with_key(key));
    CHECK(first.status == row.status);
    CHECK(code_of(first) == row.code);
    check_replayed(first, create(gateway(), at_cockpit, cockpit_draft(name), with_key(key)));
    json::object mended = cockpit_draft(name);
    mended["firstName"] = "Augusta";
    check_reused(create(gateway(), at_cockpit, mended, with_key(key)));
    CHECK(sent_creates().size() == 1);
    CHECK(create(gateway(), at_cockpit, mended, with_key(fresh_key())).status == 201);
  }
}

TEST_CASE("what never reached the provider leaves the key free, for the same request and any other") {
  const std::vector<std::string> faults = {
      R"({"match":{"operation":"list"},"times":1,"action":{"status":503}})",
      R"({"match":{"operation":"list"},"times":1,"action":{"garbage":true}})",
      R"({"match":{"operation":"create"},"times":1,"action":)" + std::string(no_room) + "}",
      R"({"match":{"operation":"create"},"times":1,"action":{"status":405}})",
  };
  for (const std::string& fault : faults) {
    for (const bool is_mended : {false, true}) {
      CAPTURE(fault);
      CAPTURE(is_mended);
      fresh_emulator().fault(fault);
      const std::string key = fresh_key();
      json::object draft = cockpit_draft(somebody());
      CHECK(create(gateway(), at_cockpit, draft, with_key(key)).status >= 500);
      if (is_mended) draft["firstName"] = "Augusta";
      const HttpReply again = create(gateway(), at_cockpit, draft, with_key(key));
      CHECK(again.status == 201);
      CHECK(again.header("idempotency-replayed").empty());
    }
  }
}

TEST_CASE("a draft that is no good does not touch the key") {
  fresh_emulator();
  const std::string key = fresh_key();
  json::object draft = cockpit_draft(somebody());
  draft["nickname"] = "Ada";
  CHECK(create(gateway(), at_cockpit, draft, with_key(key)).status == 422);
  draft.erase("nickname");
  CHECK(create(gateway(), at_cockpit, draft, with_key(key)).status == 201);
}

TEST_CASE(
    "a provider that refuses connections leaves the key free, and the create succeeds once it is there") {
  fresh_emulator();
  const ClosedPort closed;
  const StateFolder state;
  const std::string key = fresh_key();
  const json::object draft = cockpit_draft(somebody());
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  const std::string port = std::to_string(emulator().cloud_cockpit());
  {
    GatewayProcess unlucky(with(yaml, "127.0.0.1:" + port, "127.0.0.1:" + std::to_string(closed.number())));
    const HttpReply reply = create(unlucky, at_cockpit, draft, with_key(key));
    CHECK(reply.status == 502);
    CHECK(code_of(reply) == "provider_error");
  }
  GatewayProcess lucky(yaml);
  CHECK(create(lucky, at_cockpit, draft, with_key(key)).status == 201);
}

TEST_CASE("another client's key is another key, and so is another tenant's") {
  fresh_emulator();
  GatewayProcess own(clients_yaml() + creating_yaml(emulator(), {}));
  const std::string key = fresh_key();
  const json::object draft = cockpit_draft(somebody());
  CHECK(create(own, at_cockpit, draft, as(first_caller, with_key(key))).status == 201);
  const HttpReply other = create(own, at_cockpit, draft, as(second_caller, with_key(key)));
  CHECK(other.status == 409);
  CHECK(code_of(other) == "user_exists");
  CHECK(other.header("idempotency-replayed").empty());
  const std::string elsewhere = "plain/twelve?provider=cloud_cockpit";
  CHECK(create(own, elsewhere, cockpit_draft(somebody()), as(first_caller, with_key(key))).status == 201);
}

TEST_CASE("a key holds over a restart, with the bytes of its answer") {
  fresh_emulator();
  const StateFolder state;
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  const std::string key = fresh_key();
  const json::object draft = draft_for_both(somebody());
  HttpReply first;
  {
    GatewayProcess before(yaml);
    first = create(before, "contoso/twelve", draft, with_key(key));
    CHECK(first.status == 201);
  }
  GatewayProcess after(yaml);
  check_replayed(first, create(after, "contoso/twelve", draft, with_key(key)));
  json::object other = draft;
  other["passwordProfile"].as_object()["password"] = "Another-Horse-8-Staple";
  check_reused(create(after, "contoso/twelve", other, with_key(key)));
  CHECK(sent_creates().size() == 2);
}

TEST_CASE("a rival with a used key and another draft makes no request of the right one a wrong one") {
  GatewayProcess own = fresh_gateway();
  fresh_emulator();
  const json::object right = partner_draft(somebody()), wrong = partner_draft(somebody());
  CHECK(create(own, at_partner, right, with_key("one")).status == 201);
  std::atomic<int> replayed{0}, told_to_wait{0}, reused{0}, others{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, is_right = i % 2 == 0] {
      for (int n = 0; n < 50; ++n) {
        const HttpReply reply = create(own, at_partner, is_right ? right : wrong, with_key("one"));
        const bool waits = reply.status == 409 && code_of(reply) == "request_in_progress";
        if (waits) ++told_to_wait;
        if (!waits)
          ++(is_right ? reply.status == 201 ? replayed : others : reply.status == 422 ? reused : others);
      }
    });
  }
  for (std::thread& caller : callers)
    caller.join();
  CHECK(others == 0);
  CHECK(replayed > 0);
  CHECK(reused > 0);
  CHECK(sent_creates().size() == 1);
}

TEST_CASE("of many callers with one key one is served, the others are told to wait, and one create is sent") {
  fresh_emulator();
  const std::string key = fresh_key();
  const std::string request = support::encode_request("POST", users_path(at_cockpit), with_key(key),
                                                      json::serialize(cockpit_draft(somebody())));
  std::vector<std::unique_ptr<HttpConnection>> callers;
  for (int i = 0; i < 20; ++i)
    callers.push_back(std::make_unique<HttpConnection>(gateway().port()));
  for (const auto& caller : callers)
    caller->send(request);
  std::string created;
  for (const auto& caller : callers) {
    const HttpReply reply = caller->read_reply();
    CHECK((reply.status == 201 || (reply.status == 409 && code_of(reply) == "request_in_progress")));
    if (reply.status != 201) continue;
    if (created.empty()) created = reply.body;
    CHECK(reply.body == created);
  }
  CHECK_FALSE(created.empty());
  CHECK(sent_creates().size() == 1);
}

}  // namespace
}  // namespace tests::integration
