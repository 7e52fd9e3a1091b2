// Creates whose answer is lost, late or unreadable: looked up, sent once more as the same request where
// nobody is there, and told for what they are. What comes after that is in create_doubt_test.cpp.
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

struct CreatePlace {
  std::string provider;
  std::string name = somebody();

  std::string where() const { return "contoso/twelve?provider=" + provider; }
  json::object draft() const {
    return provider == "partner_center" ? partner_draft(name) : cockpit_draft(name);
  }
};

std::vector<CreatePlace> places() { return {{"partner_center"}, {"cloud_cockpit"}}; }

void check_outcome_unknown(const HttpReply& reply) {
  CHECK(reply.status == 503);
  CHECK(code_of(reply) == "outcome_unknown");
  CHECK_FALSE(reply.header("retry-after").empty());
  CHECK_FALSE(operation_of(reply).empty());
}

// Whatever was sent to Partner Center is one request to it, by its MS-RequestId.
void check_one_request(std::size_t sends) {
  const std::vector<Sent> sent = sent_creates();
  REQUIRE(sent.size() == sends);
  for (const Sent& one : sent) {
    CHECK(one.header("ms-requestid") == sent[0].header("ms-requestid"));
    CHECK(one.header("ms-requestid").empty() == (one.provider != "partner_center"));
    CHECK(one.body == sent[0].body);
  }
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
  for (const std::string& action : loses) {
    for (const CreatePlace& place : places()) {
      CAPTURE(place.provider);
      CAPTURE(action);
      fresh_emulator();
      fault_at_create("", action);
      GatewayProcess own = fresh_gateway();
      const HttpReply reply = create(own, place.where(), place.draft());
      CHECK(reply.status == 201);
      CHECK(asked(place.provider) == "list, create, list");
      CHECK(people_at(place.provider, place.name) == 1);
      CHECK(state_of_operation(own, operation_of(reply)) == "succeeded: " + place.provider + " recovered");
      const HttpReply got = own.get(reply.header("location"));
      CHECK(got.status == 200);
      // GET has the same members and two more.
      CHECK(got.body.starts_with(reply.body.substr(0, reply.body.size() - 1)));
    }
  }
}

TEST_CASE("a create that was not carried out and not answered goes out once more, as the same request") {
  GatewayProcess own = fresh_gateway();
  for (const std::string& action : drops) {
    for (const CreatePlace& place : places()) {
      CAPTURE(place.provider);
      CAPTURE(action);
      fresh_emulator();
      fault_at_create("", action);
      const HttpReply reply = create(own, place.where(), place.draft());
      CHECK(reply.status == 201);
      CHECK(asked(place.provider) == "list, create, list, create");
      check_one_request(2);
      CHECK(people_at(place.provider, place.name) == 1);
      CHECK(state_of_operation(own, operation_of(reply)) == "succeeded: " + place.provider + " created");
    }
  }
}

TEST_CASE(
    "where that is lost too and the list does not show the user it is a 503 that says so, and is not sent "
    "again") {
  for (const std::string& action : drops) {
    for (const CreatePlace& place : places()) {
      CAPTURE(place.provider);
      CAPTURE(action);
      fresh_emulator();
      fault_at_create("", action, 0);
      GatewayProcess own = fresh_gateway();
      const HttpReply reply = create(own, place.where(), place.draft());
      check_outcome_unknown(reply);
      CHECK(asked(place.provider).starts_with("list, create, list, create, list"));
      check_one_request(2);
      CHECK(people_at(place.provider, place.name) == 0);
      CHECK(state_of_operation(own, operation_of(reply)) == "in_doubt: " + place.provider + " unknown");
    }
  }
}

TEST_CASE(
    "where the list lags, what the provider says to the second request is not taken for somebody else") {
  struct Row {
    std::string provider;
    std::string replay;  // what Partner Center does to a request that it knows
    unsigned status;
  };
  const std::vector<Row> rows = {{"partner_center", "replay", 201},
                                 {"partner_center", "conflict", 503},
                                 {"partner_center", "ignore", 503},
                                 {"cloud_cockpit", "replay", 503}};
  for (const Row& row : rows) {
    for (const std::string& action : loses) {
      CAPTURE(row.provider);
      CAPTURE(row.replay);
      CAPTURE(action);
      const CreatePlace place{row.provider};
      fresh_emulator().set("list_lag_ms", 600'000);
      emulator().set("request_id_replay", json::value(row.replay));
      fault_at_create("", action);
      // No time to wait for the list.
      GatewayProcess own = fresh_gateway(", create_deadline: 900ms");
      const HttpReply reply = create(own, place.where(), place.draft());
      CHECK(reply.status == row.status);
      if (row.status == 503) check_outcome_unknown(reply);
      CHECK(asked(place.provider).starts_with("list, create, list, create"));
      check_one_request(2);
      CHECK(people_at(place.provider, place.name) == 1);
    }
  }
}

TEST_CASE("a provider with `create: at_most_once` is sent a create once, whatever becomes of it") {
  struct Row {
    std::string action;
    bool is_there;
  };
  const std::vector<Row> rows = {{R"({"reset":"after"})", true},
                                 {R"({"status":500,"execute":true})", true},
                                 {R"({"reset":"before"})", false},
                                 {R"({"status":500})", false}};
  for (const Row& row : rows) {
    for (const CreatePlace& place : places()) {
      CAPTURE(place.provider);
      CAPTURE(row.action);
      fresh_emulator();
      fault_at_create("", row.action);
      GatewayProcess own = fresh_gateway();
      const std::string where = "careful/twelve?provider=" + place.provider;
      const HttpReply reply = create(own, where, place.draft(), with_key("a"));
      if (!row.is_there) check_outcome_unknown(reply);
      // The repeat only looks.
      const HttpReply again = create_when_free(own, where, place.draft(), with_key("a"));
      CHECK(again.status == (row.is_there ? 201 : 503));
      CHECK(asked(place.provider).starts_with("list, create, list"));
      CHECK(sent_creates().size() == 1);
    }
  }
}

TEST_CASE(
    "where the look-up after an unclear answer fails too, the outcome is unknown, and it is not sent again") {
  for (const CreatePlace& place : places()) {
    CAPTURE(place.provider);
    fresh_emulator();
    fault_at_create("", R"({"reset":"after"})");
    emulator().fault(R"({"match":{"operation":"list"},"skip":1,"times":0,"action":{"status":503}})");
    GatewayProcess own = fresh_gateway();
    check_outcome_unknown(create(own, place.where(), place.draft()));
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("whom the look-up finds under another name is somebody else: 409") {
  GatewayProcess own = fresh_gateway();
  for (const CreatePlace& place : places()) {
    CAPTURE(place.provider);
    fresh_emulator();
    fault_at_create("", R"({"reset":"before","delay_ms":300})");
    support::HttpConnection caller(own.port());
    caller.send(
        support::encode_request("POST", users_path(place.where()), {}, json::serialize(place.draft())));
    REQUIRE(await_creates(1));
    add_rival(place.provider, place.name, "Eve");
    const HttpReply reply = caller.read_reply();
    CHECK(reply.status == 409);
    CHECK(code_of(reply) == "user_exists");
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE(
    "an answer that stalls or comes too late ends in a look-up, and only who is not there is sent again") {
  struct Row {
    std::string action;
    std::size_t sends;
  };
  const std::vector<Row> rows = {
      {R"({"delay_answer_ms":1500})", 1},
      {R"({"stall":0})", 1},
      {R"({"stall":12})", 1},
      {R"({"delay_ms":1500,"reset":"before"})", 2},
  };
  for (const Row& row : rows) {
    for (const CreatePlace& place : places()) {
      CAPTURE(place.provider);
      CAPTURE(row.action);
      fresh_emulator();
      fault_at_create("", row.action);
      GatewayProcess hasty = fresh_gateway(", first_byte_timeout: 300ms, stall_timeout: 300ms");
      CHECK(create(hasty, place.where(), place.draft()).status == 201);
      check_one_request(row.sends);
      CHECK(people_at(place.provider, place.name) == 1);
    }
  }
}

TEST_CASE("a create that the deadline cuts off after it was sent is outcome_unknown, not a timeout") {
  GatewayProcess own = fresh_gateway(", create_deadline: 400ms");
  fresh_emulator();
  fault_at_create("", R"({"delay_answer_ms":1500})");
  check_outcome_unknown(create(own, "contoso/twelve?provider=partner_center", partner_draft(somebody())));
  CHECK(sent_creates().size() == 1);
}

TEST_CASE("a create whose look-up takes up the deadline is a timeout, and nothing was sent") {
  GatewayProcess own = fresh_gateway(", create_deadline: 400ms");
  fresh_emulator().fault(R"({"match":{"operation":"list"},"times":0,"action":{"delay_ms":1500}})");
  const HttpReply reply = create(own, "contoso/twelve?provider=partner_center", partner_draft(somebody()));
  CHECK(reply.status == 504);
  CHECK(code_of(reply) == "provider_timeout");
  CHECK(sent_creates().empty());
}

}  // namespace
}  // namespace tests::integration
