// Creates whose answer is lost, late or unreadable: looked up once, never sent again, and told for what they
// are.
#include "tests/integration/creating.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::HttpReply;

struct Place {
  std::string provider;
  json::object draft;

  std::string where() const { return "contoso/twelve?provider=" + provider; }
};

std::vector<Place> places() {
  return {{"partner_center", partner_draft("ada")}, {"cloud_cockpit", cockpit_draft("ada")}};
}

// The create's only send meets this.
void at_create(const std::string& action) {
  emulator().fault(R"({"match":{"operation":"create"},"times":1,"action":)" + action + "}");
}

void check_outcome_unknown(const HttpReply& reply) {
  CHECK(reply.status == 503);
  CHECK(code_of(reply) == "outcome_unknown");
  CHECK_FALSE(reply.header("retry-after").empty());
}

// What a provider does to a create that it has carried out.
const std::vector<std::string> loses = {
    R"({"reset":"after"})",
    R"({"truncate":0})",
    R"({"truncate":10})",
    R"({"garbage":true,"execute":true})",
    R"({"status":500,"execute":true})",
    R"({"status":502,"execute":true,"body":"<html>Bad gateway</html>"})",
    R"({"status":204,"execute":true})",
    R"({"status":302,"execute":true,"headers":{"Location":"/elsewhere"}})",
    R"({"raw":"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{]","execute":true})",
    R"({"raw":"SSH-2.0-OpenSSH_9.2\r\n","execute":true})",
};

// And to one that it has not.
const std::vector<std::string> drops = {
    R"({"reset":"before"})", R"({"garbage":true})", R"({"status":500})", R"({"status":503})", R"({"raw":""})",
};

TEST_CASE(
    "a create that was carried out and whose answer is lost is found in the list and is a 201, sent once") {
  for (const Place& place : places()) {
    for (const std::string& action : loses) {
      CAPTURE(place.provider);
      CAPTURE(action);
      fresh_emulator();
      at_create(action);
      const HttpReply reply = create(gateway(), place.where(), place.draft);
      CHECK(reply.status == 201);
      CHECK(sent_creates().size() == 1);
      CHECK(people_at(place.provider, "ada") == 1);
      CHECK(lists_at(place.provider) == 2);  // once before, once after
      const HttpReply got = gateway().get(reply.header("location"));
      CHECK(got.status == 200);
      // GET has the same members and two more.
      CHECK(got.body.starts_with(reply.body.substr(0, reply.body.size() - 1)));
    }
  }
}

TEST_CASE("the same where the list lags is a 503 that says so, sent once") {
  for (const Place& place : places()) {
    for (const std::string& action : loses) {
      CAPTURE(place.provider);
      CAPTURE(action);
      fresh_emulator().set("list_lag_ms", 600'000);
      at_create(action);
      check_outcome_unknown(create(gateway(), place.where(), place.draft));
      CHECK(sent_creates().size() == 1);
      CHECK(lists_at(place.provider) == 2);
    }
  }
}

TEST_CASE("a create without a clear answer whom the list does not show is a 503, sent once") {
  for (const Place& place : places()) {
    for (const std::string& action : drops) {
      CAPTURE(place.provider);
      CAPTURE(action);
      fresh_emulator();
      at_create(action);
      check_outcome_unknown(create(gateway(), place.where(), place.draft));
      CHECK(sent_creates().size() == 1);
      CHECK(people_at(place.provider, "ada") == 0);
    }
  }
}

TEST_CASE("after an unclear outcome the caller may send again, and there is still one user") {
  for (const Place& place : places()) {
    CAPTURE(place.provider);
    fresh_emulator();
    at_create(R"({"reset":"before"})");
    check_outcome_unknown(create(gateway(), place.where(), place.draft));
    CHECK(create(gateway(), place.where(), place.draft).status == 201);
    CHECK(people_at(place.provider, "ada") == 1);
  }
}

TEST_CASE("a create that the provider carries out late is a 503 first, and then a 409") {
  for (const Place& place : places()) {
    CAPTURE(place.provider);
    fresh_emulator();
    at_create(R"({"execute_late_ms":300})");
    check_outcome_unknown(create(gateway(), place.where(), place.draft));
    REQUIRE(await_person_at(place.provider, "ada"));
    const HttpReply again = create(gateway(), place.where(), place.draft);
    CHECK(again.status == 409);
    CHECK(code_of(again) == "user_exists");
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("where the look-up after an unclear answer fails too, the outcome is unknown") {
  for (const Place& place : places()) {
    CAPTURE(place.provider);
    fresh_emulator();
    at_create(R"({"reset":"after"})");
    emulator().fault(R"({"match":{"operation":"list"},"skip":1,"times":0,"action":{"status":503}})");
    check_outcome_unknown(create(gateway(), place.where(), place.draft));
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("whom the look-up finds under another name is somebody else: 409") {
  for (const Place& place : places()) {
    CAPTURE(place.provider);
    fresh_emulator();
    at_create(R"({"reset":"before","delay_ms":300})");
    support::HttpConnection caller(gateway().port());
    caller.send(support::encode_request("POST", users_path(place.where()), {}, json::serialize(place.draft)));
    REQUIRE(await_creates(1));
    add_rival(place.provider, "ada", "Eve");
    const HttpReply reply = caller.read_reply();
    CHECK(reply.status == 409);
    CHECK(code_of(reply) == "user_exists");
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("an answer that stalls or comes too late ends in a look-up, never in a second send") {
  struct Row {
    std::string action;
    bool is_there;
  };
  const std::vector<Row> rows = {
      {R"({"delay_answer_ms":1500})", true},
      {R"({"stall":0})", true},
      {R"({"stall":12})", true},
      {R"({"delay_ms":1500,"reset":"before"})", false},
  };
  for (const Place& place : places()) {
    for (const Row& row : rows) {
      CAPTURE(place.provider);
      CAPTURE(row.action);
      fresh_emulator();
      at_create(row.action);
      const HttpReply reply = create(hasty_gateway(), place.where(), place.draft);
      if (row.is_there) {
        CHECK(reply.status == 201);
      } else {
        check_outcome_unknown(reply);
      }
      CHECK(sent_creates().size() == 1);
    }
  }
}

TEST_CASE("a create that the deadline cuts off after it was sent is outcome_unknown, not a timeout") {
  support::GatewayProcess own(creating_yaml(emulator(), ", create_deadline: 400ms"));
  fresh_emulator();
  at_create(R"({"delay_answer_ms":1500})");
  check_outcome_unknown(create(own, "contoso/twelve?provider=partner_center", partner_draft("ada")));
  CHECK(sent_creates().size() == 1);
}

TEST_CASE("a create whose look-up takes up the deadline is a timeout, and nothing was sent") {
  support::GatewayProcess own(creating_yaml(emulator(), ", create_deadline: 400ms"));
  fresh_emulator().fault(R"({"match":{"operation":"list"},"times":0,"action":{"delay_ms":1500}})");
  const HttpReply reply = create(own, "contoso/twelve?provider=partner_center", partner_draft("ada"));
  CHECK(reply.status == 504);
  CHECK(code_of(reply) == "provider_timeout");
  CHECK(sent_creates().empty());
}

}  // namespace
}  // namespace tests::integration
