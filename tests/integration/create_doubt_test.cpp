// After an unclear outcome: the gateway goes on looking, lets nobody else create the person meanwhile, and
// the same request with the same key finishes it.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;

constexpr std::string_view both_providers[] = {"partner_center", "cloud_cockpit"};

json::object draft_for(std::string_view provider, std::string_view name) {
  return provider == "partner_center" ? partner_draft(name) : cockpit_draft(name);
}

std::string at(std::string_view provider) { return "contoso/twelve?provider=" + std::string(provider); }

TEST_CASE(
    "after an unclear outcome the same key sends it once more, as the same request, and there is one user") {
  for (const std::string_view provider : both_providers) {
    CAPTURE(provider);
    const std::string name = somebody();
    fresh_emulator();
    fault_at_create("", R"({"reset":"before"})", 2);
    GatewayProcess own = fresh_gateway();
    const HttpReply unclear = create(own, at(provider), draft_for(provider, name), with_key("a"));
    CHECK(unclear.status == 503);
    CHECK(unclear.json().at("retryable") == true);
    const HttpReply again = create_when_free(own, at(provider), draft_for(provider, name), with_key("a"));
    CHECK(again.status == 201);
    CHECK(operation_of(again) == operation_of(unclear));
    CHECK(people_at(provider, name) == 1);
    const std::vector<Sent> sent = sent_creates();
    REQUIRE(sent.size() == 3);
    CHECK(sent[2].header("ms-requestid") == sent[0].header("ms-requestid"));
  }
}

TEST_CASE("after a business answer amid a doubt the next request to the provider is another one") {
  const std::string name = somebody();
  fresh_emulator();
  fault_at_create("", R"({"reset":"before"})", 1);
  fault_at_create("", R"({"status":403})", 1);
  GatewayProcess own = fresh_gateway();
  CHECK(create(own, at("partner_center"), partner_draft(name), with_key("a")).status == 503);
  CHECK(create_when_free(own, at("partner_center"), partner_draft(name), with_key("a")).status == 201);
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == 3);
  CHECK(sent[1].header("ms-requestid") == sent[0].header("ms-requestid"));
  CHECK(sent[2].header("ms-requestid") != sent[0].header("ms-requestid"));
}

TEST_CASE("meanwhile another create of the person is a 409 after one more look, and nothing is sent") {
  for (const std::string_view provider : both_providers) {
    CAPTURE(provider);
    const std::string name = somebody();
    fresh_emulator();
    fault_at_create("", R"({"reset":"before"})", 2);
    GatewayProcess own = fresh_gateway();
    const HttpReply unclear = create(own, at(provider), draft_for(provider, name), with_key("a"));
    CHECK(unclear.status == 503);
    for (const support::Headers& other : {support::Headers(), with_key("b")}) {
      const HttpReply reply = create(own, at(provider), draft_for(provider, name), other);
      CHECK(reply.status == 409);
      // Whether or not the gateway is looking by itself just then.
      CHECK(code_of(reply) == "create_in_doubt");
      CHECK_FALSE(reply.header("retry-after").empty());
    }
    // Another customer's person of the same name is nobody's business.
    json::object elsewhere = draft_for(provider, name);
    for (const char* const member : {"userPrincipalName", "email"})
      if (elsewhere.contains(member)) elsewhere[member] = name + "@empty.example";
    CHECK(create(own, "contoso/empty?provider=" + std::string(provider), elsewhere).status == 201);
    CHECK(sent_creates().size() == 3);
    CHECK(people_at(provider, name) == 0);
  }
}

TEST_CASE("a create that the provider carries out late is a 503 first, and then the caller's by its key") {
  for (const std::string_view provider : both_providers) {
    CAPTURE(provider);
    const std::string name = somebody();
    fresh_emulator();
    fault_at_create("", R"({"execute_late_ms":1500})", 2);
    GatewayProcess own = fresh_gateway();
    const HttpReply unclear = create(own, at(provider), draft_for(provider, name), with_key("a"));
    CHECK(unclear.status == 503);
    CHECK(sent_creates().size() == 2);
    REQUIRE(await_person_at(provider, name));
    const HttpReply again = create_when_free(own, at(provider), draft_for(provider, name), with_key("a"));
    CHECK(again.status == 201);
    CHECK(state_of_operation(own, operation_of(again)) ==
          "succeeded: " + std::string(provider) + " recovered");
    CHECK(sent_creates().size() == 2);
    CHECK(people_at(provider, name) == 1);
  }
}

TEST_CASE("who turned up late is somebody else's by another key: 409, and the doubt is over") {
  for (const std::string_view provider : both_providers) {
    CAPTURE(provider);
    const std::string name = somebody();
    fresh_emulator();
    fault_at_create("", R"({"execute_late_ms":1500})", 2);
    GatewayProcess own = fresh_gateway();
    CHECK(create(own, at(provider), draft_for(provider, name)).status == 503);
    REQUIRE(await_person_at(provider, name));
    const HttpReply other = create_when_free(own, at(provider), draft_for(provider, name), with_key("b"));
    CHECK(other.status == 409);
    CHECK(code_of(other) == "user_exists");
    CHECK(sent_creates().size() == 2);
  }
}

TEST_CASE("the gateway finds out by itself what became of a create, without sending anything") {
  for (const std::string_view provider : both_providers) {
    CAPTURE(provider);
    const std::string name = somebody();
    fresh_emulator().set("list_lag_ms", 600'000);
    fault_at_create("", R"({"reset":"after"})");
    GatewayProcess own = fresh_gateway();
    const std::string where = "careful/twelve?provider=" + std::string(provider);
    const HttpReply unclear = create(own, where, draft_for(provider, name), with_key("a"));
    CHECK(unclear.status == 503);
    const std::string address = operation_of(unclear);
    CHECK(text_at(unclear.json(), "operation") == address);
    CHECK(state_of_operation(own, address) == "in_doubt: " + std::string(provider) + " unknown");
    emulator().set("list_lag_ms", 0);
    REQUIRE(await_operation(own, address, "succeeded"));
    const json::value operation = ask(own, address).json();
    CHECK(operation.at("recovered") == true);
    CHECK(operation.at("providers").at(0).at("error").is_null());
    const HttpReply again = create_when_free(own, where, draft_for(provider, name), with_key("a"));
    CHECK(again.status == 201);
    CHECK(again.header("idempotency-replayed") == "true");
    CHECK(text_at(again.json().at("sources").at(0), "id") == text_at(operation.at("providers").at(0), "id"));
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("the gateway looks at growing intervals by itself, also where a reading takes long") {
  support::EmulatorProcess& emulator = fresh_emulator();
  emulator.set("pc_latency_ms", "400");
  fault_at_create("", R"({"reset":"before"})", 2);
  GatewayProcess own = fresh_gateway();
  CHECK(create(own, at("partner_center"), partner_draft(somebody()), with_key("a")).status == 503);
  const std::size_t before = emulator.ledger("partner_center", "list").size();
  REQUIRE(eventually([&] { return emulator.ledger("partner_center", "list").size() >= before + 3; },
                     std::chrono::seconds(20)));
  std::vector<std::int64_t> at_ms;
  for (const json::value& entry : emulator.ledger("partner_center", "list"))
    at_ms.push_back(entry.at("at_ms").as_int64());
  // The last two pauses are of 1 and 2 seconds, behind the reading.
  const auto last = at_ms.size() - 1;
  CHECK(at_ms[last - 1] - at_ms[last - 2] >= 1000);
  CHECK(at_ms[last] - at_ms[last - 1] >= 2000);
  emulator.set("pc_latency_ms", "0");
}

}  // namespace
}  // namespace tests::integration
