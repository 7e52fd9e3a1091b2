// One person in several providers, and what is told when only some of them have her in the end.
#include "tests/integration/creating.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;

// "partner_center created, cloud_cockpit refused invalid_draft"
std::string states_of(const HttpReply& reply) {
  std::string told;
  const json::value body = reply.json();
  const json::value* const providers = body.as_object().if_contains("providers");
  if (providers == nullptr) return told;
  for (const json::value& one : providers->as_array()) {
    if (!told.empty()) told += ", ";
    told.append(one.at("name").as_string().c_str()).append(" ").append(one.at("state").as_string().c_str());
    const json::value* const error = one.as_object().if_contains("error");
    if (error != nullptr && error->is_object())
      told.append(" ").append(error->at("code").as_string().c_str());
  }
  return told;
}

constexpr std::string_view refusal = R"({"status":400,"body":{"description":"no"}})";

TEST_CASE(
    "where the first has the user and the second surely or perhaps not, that is told provider by provider") {
  struct Row {
    std::string_view action;
    std::string states;
    std::size_t sends = 2;
  };
  const std::vector<Row> rows = {
      {refusal, "partner_center created, cloud_cockpit refused invalid_draft"},
      {R"({"status":409})", "partner_center created, cloud_cockpit exists user_exists"},
      {R"({"status":403})", "partner_center created, cloud_cockpit refused provider_forbidden"},
      {no_room, "partner_center created, cloud_cockpit pending provider_unavailable"},
      // What is unclear goes out once more.
      {R"({"reset":"before"})", "partner_center created, cloud_cockpit unknown provider_error", 3},
      {R"({"garbage":true})", "partner_center created, cloud_cockpit unknown provider_bad_response", 3},
  };
  for (const Row& row : rows) {
    CAPTURE(row.action);
    fresh_emulator();
    fault_at_create("cloud_cockpit", row.action, 0);
    const HttpReply reply = create(gateway(), "contoso/twelve", draft_for_both(somebody()));
    CHECK(reply.status == 502);
    CHECK(code_of(reply) == "partial_create");
    CHECK(states_of(reply) == row.states);
    const json::value body = reply.json();
    // Without a key there is no repeat that would finish it.
    CHECK(body.at("retryable") == false);
    CHECK(state_of_operation(gateway(), operation_of(reply)).starts_with("partial: "));
    CHECK(sent_creates().size() == row.sends);
    // The id is the provider's own.
    CHECK(body.at("providers").at(1).at("id").is_null());
    const std::string id(body.at("providers").at(0).at("id").as_string().c_str());
    CHECK(gateway().get(users_path("contoso/twelve") + "/partner_center:" + id).status == 200);
  }
}

TEST_CASE("after a partial create the missing provider alone makes the person whole") {
  const std::string name = somebody();
  fresh_emulator();
  fault_at_create("cloud_cockpit", refusal);
  CHECK(create(gateway(), "contoso/twelve", draft_for_both(name)).status == 502);
  const HttpReply rest = create(gateway(), "contoso/twelve?provider=cloud_cockpit", cockpit_draft(name));
  CHECK(rest.status == 201);
  const HttpReply got = gateway().get(rest.header("location"));
  CHECK(sources_of(got) == "partner_center, cloud_cockpit");
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 400, cloud_cockpit 201 executed");
}

TEST_CASE("a second provider whose answer is lost and who has the user is no partial create") {
  fresh_emulator();
  fault_at_create("cloud_cockpit", R"({"reset":"after"})");
  GatewayProcess own = fresh_gateway();
  const HttpReply reply = create(own, "contoso/twelve", draft_for_both(somebody()));
  CHECK(reply.status == 201);
  CHECK(sources_of(reply) == "partner_center, cloud_cockpit");
  CHECK(sent_creates().size() == 2);
}

TEST_CASE("where the first does not come to be, the second is not asked") {
  struct Row {
    std::string_view action;
    unsigned status;
    std::string code;
    std::string states;
    std::size_t sends = 1;
  };
  const std::vector<Row> rows = {
      {refusal, 422, "invalid_draft", "partner_center refused invalid_draft, cloud_cockpit pending"},
      {R"({"status":409})", 409, "user_exists", "partner_center exists user_exists, cloud_cockpit pending"},
      {no_room, 503, "provider_unavailable",
       "partner_center pending provider_unavailable, cloud_cockpit pending"},
      {R"({"reset":"before"})", 503, "outcome_unknown",
       "partner_center unknown provider_error, cloud_cockpit pending", 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.action);
    fresh_emulator();
    fault_at_create("partner_center", row.action, 0);
    const HttpReply reply = create(gateway(), "contoso/twelve", draft_for_both(somebody()));
    CHECK(reply.status == row.status);
    CHECK(code_of(reply) == row.code);
    CHECK(states_of(reply) == row.states);
    CHECK(sent_creates().size() == row.sends);
    for (const Sent& one : sent_creates())
      CHECK(one.provider == "partner_center");
  }
}

TEST_CASE("an optional provider that fails takes nothing from the 201") {
  for (const std::string_view action :
       {refusal, std::string_view(R"({"status":403})"), no_room, std::string_view(R"({"status":500})"),
        std::string_view(R"({"reset":"before"})")}) {
    for (const std::string_view tenant : {"lenient", "eager"}) {
      CAPTURE(action);
      CAPTURE(tenant);
      fresh_emulator();
      fault_at_create("cloud_cockpit", action, 0);
      const HttpReply reply = create(gateway(), std::string(tenant) + "/twelve", draft_for_both(somebody()));
      CHECK(reply.status == 201);
      CHECK(sources_of(reply) == "partner_center");
      const bool is_unclear = action.find("500") != action.npos || action.find("reset") != action.npos;
      CHECK(sent_creates().size() == (is_unclear ? 3 : 2));
    }
  }
}

TEST_CASE("what an optional provider took stands in the problem when the required one does not come to be") {
  const std::string name = somebody();
  fresh_emulator();
  fault_at_create("partner_center", refusal);
  const HttpReply reply = create(gateway(), "eager/twelve", draft_for_both(name));
  CHECK(reply.status == 502);
  CHECK(code_of(reply) == "partial_create");
  CHECK(states_of(reply) == "cloud_cockpit created, partner_center refused invalid_draft");
}

TEST_CASE("a doubt about an optional provider is a doubt where the required one has no user") {
  const std::string name = somebody();
  fresh_emulator();
  fault_at_create("cloud_cockpit", R"({"reset":"before"})", 0);
  fault_at_create("partner_center", refusal);
  const HttpReply reply = create(gateway(), "eager/twelve", draft_for_both(name));
  CHECK(reply.status == 503);
  CHECK(code_of(reply) == "outcome_unknown");
  CHECK(states_of(reply) == "cloud_cockpit unknown provider_error, partner_center refused invalid_draft");
}

}  // namespace
}  // namespace tests::integration
