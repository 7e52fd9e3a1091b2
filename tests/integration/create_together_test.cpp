// Creates of one person at the same time, and callers who do not wait for the end.
#include "tests/integration/creating.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpConnection;
using support::HttpReply;

std::string request_for(std::string_view where, const json::object& draft) {
  return support::encode_request("POST", users_path(where), {}, json::serialize(draft));
}

TEST_CASE("a create of somebody whose create is under way is a 409, and only the first is sent") {
  struct Row {
    std::string_view first;
    std::string_view second;
    json::object draft;
    std::size_t sends;
  };
  json::object other_case = cockpit_draft("ada");
  other_case["email"] = "ADA@twelve.example";
  const std::vector<Row> rows = {
      {"contoso/twelve", "contoso/twelve", draft_for_both("ada"), 2},
      // Another choice of providers is the same person all the same.
      {"contoso/twelve", "contoso/twelve?provider=cloud_cockpit", other_case, 2},
      {"contoso/twelve", "contoso/cccccccc-0000-4000-8000-000000000012?provider=cloud_cockpit", other_case,
       2},
      {"contoso/twelve", "contoso/AAAAAAAA-0000-4000-8000-000000000012?provider=partner_center",
       partner_draft("ada"), 2},
  };
  for (const Row& row : rows) {
    CAPTURE(row.second);
    fresh_emulator().fault(
        R"({"match":{"operation":"create","provider":"partner_center"},"times":1,"action":{"delay_ms":500}})");
    HttpConnection first(gateway().port());
    first.send(request_for(row.first, draft_for_both("ada")));
    REQUIRE(await_creates(1));
    const HttpReply second = create(gateway(), row.second, row.draft);
    CHECK(second.status == 409);
    CHECK(code_of(second) == "request_in_progress");
    CHECK_FALSE(second.header("retry-after").empty());
    CHECK(first.read_reply().status == 201);
    CHECK(sent_creates().size() == row.sends);
  }
}

TEST_CASE("of many creates of one person at once one is a 201, the others are 409, and one is sent") {
  fresh_emulator();
  constexpr std::size_t callers = 12;
  std::vector<std::unique_ptr<HttpConnection>> connections;
  for (std::size_t i = 0; i < callers; ++i)
    connections.push_back(std::make_unique<HttpConnection>(gateway().port()));
  const std::string request = request_for("contoso/twelve", draft_for_both("ada"));
  for (const auto& connection : connections)
    connection->send(request);
  std::vector<unsigned> statuses;
  for (const auto& connection : connections)
    statuses.push_back(connection->read_reply().status);
  CHECK(std::ranges::count(statuses, 201u) == 1);
  CHECK(std::ranges::count(statuses, 409u) == callers - 1);
  CHECK(sent_creates().size() == 2);
}

TEST_CASE("creates of different people at once all succeed") {
  fresh_emulator();
  std::vector<std::unique_ptr<HttpConnection>> connections;
  for (int i = 0; i < 12; ++i) {
    connections.push_back(std::make_unique<HttpConnection>(gateway().port()));
    connections.back()->send(request_for("contoso/twelve", draft_for_both("ada" + std::to_string(i))));
  }
  for (const auto& connection : connections)
    CHECK(connection->read_reply().status == 201);
  CHECK(sent_creates().size() == 24);
}

TEST_CASE("a create whose caller goes away goes on to its end in every provider") {
  fresh_emulator().fault(
      R"({"match":{"operation":"create","provider":"partner_center"},"times":1,"action":{"delay_ms":300}})");
  {
    HttpConnection caller(gateway().port());
    caller.send(request_for("contoso/twelve", draft_for_both("ada")));
    REQUIRE(await_creates(1));
    caller.reset();
  }
  CHECK(await_person_at("cloud_cockpit", "ada"));
  CHECK(what_was_sent() == "partner_center 201 executed, cloud_cockpit 201 executed");
  CHECK(gateway().process().is_alive());
  CHECK(gateway().get("/livez").status == 200);
}

TEST_CASE("a create whose caller goes away while its answer is lost is still looked up") {
  fresh_emulator().fault(R"({"match":{"operation":"create","provider":"partner_center"},"times":1,)"
                         R"("action":{"reset":"after","delay_ms":300}})");
  GatewayProcess own = fresh_gateway();
  {
    HttpConnection caller(own.port());
    caller.send(request_for("contoso/twelve", draft_for_both("ada")));
    REQUIRE(await_creates(1));
    caller.reset();
  }
  // Only a create that was found goes on to the second provider.
  CHECK(await_person_at("cloud_cockpit", "ada"));
  CHECK(what_was_sent() == "partner_center 0 executed, cloud_cockpit 201 executed");
}

}  // namespace
}  // namespace tests::integration
