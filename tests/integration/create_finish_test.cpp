// A partial create is finished by its own key: only those without the user are sent it, whatever lies
// between.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;

void check_partial(const HttpReply& reply) {
  CHECK(reply.status == 502);
  CHECK(code_of(reply) == "partial_create");
  const json::value problem = reply.json();
  CHECK(problem.at("retryable") == true);
  CHECK(text_at(problem, "remedy").find("same Idempotency-Key") != std::string::npos);
  CHECK(text_at(problem, "operation") == operation_of(reply));
}

std::size_t sends_to(std::string_view provider) { return emulator().ledger(provider, "create").size(); }

TEST_CASE("the same key sends only to who lacks the user, and then has one whole answer") {
  struct Row {
    std::string_view action;
    int times;
  };
  const std::vector<Row> rows = {{R"({"status":400,"body":{"description":"no"}})", 1},
                                 {R"({"status":403})", 1},
                                 {R"({"status":409})", 1},
                                 {no_room, 1},
                                 {R"({"reset":"before"})", 2},
                                 {R"({"status":500})", 2}};
  for (const Row& row : rows) {
    CAPTURE(row.action);
    fresh_emulator();
    fault_at_create("cloud_cockpit", row.action, row.times);
    const std::string key = "finish-" + somebody();
    const json::object draft = draft_for_both(somebody());
    const HttpReply half = create(gateway(), "contoso/twelve", draft, with_key(key));
    check_partial(half);
    const HttpReply whole = create_when_free(gateway(), "contoso/twelve", draft, with_key(key));
    CHECK(whole.status == 201);
    CHECK(sources_of(whole) == "partner_center, cloud_cockpit");
    CHECK(whole.header("idempotency-replayed").empty());
    CHECK(operation_of(whole) == operation_of(half));
    CHECK(text_at(whole.json().at("sources").at(0), "id") ==
          text_at(half.json().at("providers").at(0), "id"));
    CHECK(sends_to("partner_center") == 1);
    CHECK(sends_to("cloud_cockpit") == static_cast<std::size_t>(row.times) + 1);
    const HttpReply again = create(gateway(), "contoso/twelve", draft, with_key(key));
    CHECK(again.body == whole.body);
    CHECK(again.header("idempotency-replayed") == "true");
    const HttpReply got = ask(gateway(), whole.header("location"));
    CHECK(sources_of(got) == "partner_center, cloud_cockpit");
  }
}

TEST_CASE("what is refused again stays partial, and can be finished later") {
  fresh_emulator();
  fault_at_create("cloud_cockpit", R"({"status":400,"body":{"description":"no"}})", 2);
  const std::string key = "finish-" + somebody();
  const json::object draft = draft_for_both(somebody());
  check_partial(create(gateway(), "contoso/twelve", draft, with_key(key)));
  const HttpReply second = create(gateway(), "contoso/twelve", draft, with_key(key));
  check_partial(second);
  CHECK(second.header("idempotency-replayed").empty());
  CHECK(state_of_operation(gateway(), operation_of(second)) ==
        "partial: partner_center created, cloud_cockpit refused");
  CHECK(create(gateway(), "contoso/twelve", draft, with_key(key)).status == 201);
  CHECK(what_was_sent() ==
        "partner_center 201 executed, cloud_cockpit 400, cloud_cockpit 400, cloud_cockpit 201 executed");
  // A request that was refused is over for the provider: the next is another one.
  CHECK(state_of_operation(gateway(), operation_of(second)) ==
        "succeeded: partner_center created, cloud_cockpit created");
}

TEST_CASE("somebody who turned up meanwhile is told, and not taken for the user") {
  fresh_emulator();
  fault_at_create("cloud_cockpit", R"({"status":403})");
  const std::string key = "finish-" + somebody();
  const std::string name = somebody();
  check_partial(create(gateway(), "contoso/twelve", draft_for_both(name), with_key(key)));
  add_rival("cloud_cockpit", name, "Eve");
  const HttpReply second = create(gateway(), "contoso/twelve", draft_for_both(name), with_key(key));
  check_partial(second);
  CHECK(state_of_operation(gateway(), operation_of(second)) ==
        "partial: partner_center created, cloud_cockpit exists");
  CHECK(sends_to("cloud_cockpit") == 1);
}

TEST_CASE("another draft with the key of a partial create is a 422, and the create can still be finished") {
  fresh_emulator();
  fault_at_create("cloud_cockpit", R"({"status":403})");
  const std::string key = "finish-" + somebody();
  const json::object draft = draft_for_both(somebody());
  check_partial(create(gateway(), "contoso/twelve", draft, with_key(key)));
  json::object other = draft;
  other["lastName"] = "King";
  const HttpReply reused = create(gateway(), "contoso/twelve", other, with_key(key));
  CHECK(reused.status == 422);
  CHECK(code_of(reused) == "idempotency_key_reused");
  CHECK(create(gateway(), "contoso/twelve", draft, with_key(key)).status == 201);
}

TEST_CASE("a partial create is finished by a gateway that was killed in between") {
  fresh_emulator();
  const StateFolder state;
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  fault_at_create("cloud_cockpit", R"({"status":403})");
  const json::object draft = draft_for_both(somebody());
  std::string address;
  {
    GatewayProcess before(yaml);
    const HttpReply half = create(before, "contoso/twelve", draft, with_key("a"));
    check_partial(half);
    address = operation_of(half);
    before.process().signal(SIGKILL);
    before.process().wait();
  }
  GatewayProcess after(yaml);
  CHECK(state_of_operation(after, address) == "partial: partner_center created, cloud_cockpit refused");
  const HttpReply whole = create(after, "contoso/twelve", draft, with_key("a"));
  CHECK(whole.status == 201);
  CHECK(sources_of(whole) == "partner_center, cloud_cockpit");
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 403, cloud_cockpit 201 executed");
}

}  // namespace
}  // namespace tests::integration
