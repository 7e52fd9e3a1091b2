// What only a provider's directory can tell of a draft (the customer's domains, the groups that there are):
// told before anything is created, and in nobody's way where it cannot be asked.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;

constexpr std::string_view plain_at_partner = "plain/twelve?provider=partner_center";
constexpr std::string_view plain_at_cockpit = "plain/twelve?provider=cloud_cockpit";

json::object drafted_as(std::string_view user_principal_name) {
  json::object draft = partner_draft(somebody());
  draft["userPrincipalName"] = user_principal_name;
  return draft;
}

json::object in_groups(std::vector<std::string_view> ids) {
  json::object draft = cockpit_draft(somebody());
  json::array groups;
  for (const std::string_view id : ids)
    groups.push_back(json::object{{"id", id}});
  draft["groups"] = std::move(groups);
  return draft;
}

std::size_t asked_for(std::string_view operation) { return emulator().ledger("", operation).size(); }

TEST_CASE(
    "a domain or a group that the directory does not have is a 422 with its place, and nothing is sent") {
  struct Row {
    std::string where;
    json::object draft;
    std::vector<std::string> errors;
  };
  const std::vector<Row> rows = {
      {std::string(plain_at_partner),
       drafted_as("ada@elsewhere.example"),
       {"/userPrincipalName partner_center unknown_domain"}},
      {std::string(plain_at_partner),
       drafted_as("ada@other.onmicrosoft.com"),
       {"/userPrincipalName partner_center unknown_domain"}},
      {std::string(plain_at_partner),
       drafted_as("ada@federated.twelve.example"),
       {"/userPrincipalName partner_center unknown_domain"}},
      {std::string(plain_at_cockpit),
       in_groups({"eeeeeeee-0000-4000-8000-000000000003", "eeeeeeee-0000-4000-8000-00000000dead"}),
       {"/groups/1/id cloud_cockpit unknown_group"}},
  };
  for (const Row& row : rows) {
    for (const std::string_view mode : {"", "&validateOnly=true"}) {
      CAPTURE(row.where);
      CAPTURE(mode);
      fresh_emulator();
      const HttpReply reply = create(gateway(), row.where + std::string(mode), row.draft);
      CHECK(reply.status == 422);
      CHECK(code_of(reply) == "invalid_draft");
      CHECK(errors_of(reply) == row.errors);
      CHECK(sent_creates().empty());
    }
  }
}

TEST_CASE("a batch tells it in the item's line, and creates the others") {
  fresh_emulator();
  GatewayProcess own = fresh_gateway();
  const json::object body = {
      {"items",
       {{{"idempotencyKey", somebody()}, {"user", drafted_as("ada@elsewhere.example")}},
        {{"idempotencyKey", somebody()}, {"user", partner_draft(somebody())}}}}};
  const HttpReply reply =
      own.post("/v1/tenants/plain/customers/twelve/users:batchCreate?provider=partner_center",
               json::serialize(body), {{"Content-Type", "application/json"}});
  CHECK(reply.status == 200);
  CHECK(reply.body.find("unknown_domain") != std::string::npos);
  CHECK(reply.body.find(R"("created":1,"failed":1)") != std::string::npos);
}

TEST_CASE("what was refused for its domain leaves the key free for the draft that was meant") {
  fresh_emulator();
  const std::string key = somebody();
  CHECK(create(gateway(), plain_at_partner, drafted_as("ada@elsewhere.example"), with_key(key)).status ==
        422);
  CHECK(create(gateway(), plain_at_partner, partner_draft(somebody()), with_key(key)).status == 201);
}

TEST_CASE("a used key gives its answer again, whatever became of the domains since") {
  fresh_emulator();
  GatewayProcess own = fresh_gateway();
  const std::string key = somebody();
  const json::object draft = partner_draft(somebody());
  const HttpReply first = create(own, plain_at_partner, draft, with_key(key));
  REQUIRE(first.status == 201);
  emulator().fault(
      R"({"match":{"operation":"domains"},"times":0,"action":{"status":200,"body":"[\"new.example\"]"}})");
  const HttpReply again = create(own, plain_at_partner, draft, with_key(key));
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
}

TEST_CASE("a directory that cannot be asked is in no create's way, and is left alone for a while") {
  for (const std::string action : {R"({"status":403})", R"({"status":500})", R"({"status":404})",
                                   R"({"garbage":true})", R"({"reset":"before"})", R"({"delay_ms":20000})",
                                   R"({"status":200,"body":"{}"})", R"({"status":200,"body":"[]"})"}) {
    CAPTURE(action);
    fresh_emulator().fault(R"({"match":{"operation":"domains"},"times":0,"action":)" + action + "}");
    GatewayProcess own = fresh_gateway();
    CHECK(create(own, plain_at_partner, partner_draft(somebody())).status == 201);
    const std::size_t once = asked_for("domains");
    CHECK(once >= 1);
    CHECK(create(own, plain_at_partner, partner_draft(somebody())).status == 201);
    CHECK(asked_for("domains") == once);
  }
}

TEST_CASE("a list of domains that leaves out the one every customer begins with refuses nobody in that") {
  fresh_emulator().fault(
      R"({"match":{"operation":"domains"},"times":0,"action":{"status":200,"body":"[\"twelve.example\"]"}})");
  GatewayProcess own = fresh_gateway();
  CHECK(create(own, plain_at_partner, drafted_as(somebody() + "@twelve.onmicrosoft.com")).status == 201);
  CHECK(create(own, plain_at_partner, drafted_as(somebody() + "@elsewhere.example")).status == 422);
}

TEST_CASE("many creates for one customer ask for its domains once, and one without groups asks for none") {
  fresh_emulator();
  GatewayProcess own = fresh_gateway();
  for (int i = 0; i < 5; ++i)
    CHECK(create(own, "plain/twelve?provider=partner_center,cloud_cockpit", draft_for_both(somebody()))
              .status == 201);
  CHECK(asked_for("domains") == 1);
  CHECK(asked_for("groups") == 0);
}

}  // namespace
}  // namespace tests::integration
