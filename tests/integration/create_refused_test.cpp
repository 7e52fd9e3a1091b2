// Creates that end without a user, and surely so: the person exists, the provider refuses, or it was never
// asked.
#include "tests/integration/creating.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::HttpReply;

json::value member(const HttpReply& reply, std::string_view name) {
  const json::value body = reply.json();
  const json::value* const value = body.as_object().if_contains(name);
  return value == nullptr ? json::value() : *value;
}

std::string text_member(const HttpReply& reply, std::string_view name) {
  const json::value value = member(reply, name);
  return value.is_string() ? std::string(value.get_string().c_str()) : json::serialize(value);
}

TEST_CASE("a person whom any chosen provider has already is a 409, and nobody is sent anything") {
  struct Row {
    std::string_view where;
    std::string_view who_has;
    json::object draft;
  };
  json::object other_case = draft_for_both("ada");
  other_case["userPrincipalName"] = "ADA@Twelve.Example";
  other_case["email"] = "Ada@TWELVE.example";
  const std::vector<Row> rows = {
      {at_partner, "partner_center", partner_draft("ada")},
      {at_cockpit, "cloud_cockpit", cockpit_draft("ada")},
      {"contoso/twelve", "partner_center", draft_for_both("ada")},
      {"contoso/twelve", "cloud_cockpit", draft_for_both("ada")},
      {"contoso/twelve", "cloud_cockpit", other_case},
      {"contoso/twelve", "partner_center", other_case},
      {"lenient/twelve", "cloud_cockpit", draft_for_both("ada")},
  };
  for (const Row& row : rows) {
    CAPTURE(row.where);
    CAPTURE(row.who_has);
    fresh_emulator();
    add_rival(row.who_has, "ada", "Ada");
    const HttpReply reply = create(gateway(), row.where, row.draft);
    CHECK(reply.status == 409);
    CHECK(code_of(reply) == "user_exists");
    CHECK(text_member(reply, "provider") == row.who_has);
    CHECK(sent_creates().empty());
  }
}

TEST_CASE("a second create of one person is a 409 that sent nothing") {
  fresh_emulator();
  CHECK(create(gateway(), "contoso/twelve", draft_for_both("ada")).status == 201);
  const HttpReply again = create(gateway(), "contoso/twelve", draft_for_both("ada"));
  CHECK(again.status == 409);
  CHECK(code_of(again) == "user_exists");
  CHECK(sent_creates().size() == 2);
}

TEST_CASE("whom only the provider sees is a 409 however the provider says so") {
  struct Row {
    std::string_view where;
    std::string_view provider;
    std::vector<std::pair<std::string, std::string>> switches;
  };
  const std::vector<Row> rows = {
      {at_partner, "partner_center", {}},
      {at_partner, "partner_center", {{"pc_duplicate", "400"}}},
      {at_partner, "partner_center", {{"pc_duplicate_detail", "object_conflict"}}},
      {at_partner, "partner_center", {{"pc_duplicate", "400"}, {"pc_duplicate_detail", "object_conflict"}}},
      {at_partner, "partner_center", {{"pc_duplicate", "400"}, {"pc_duplicate_detail", "both"}}},
      {at_partner, "partner_center", {{"pc_duplicate", "400"}, {"pc_duplicate_code", "2000"}}},
      {at_partner, "partner_center", {{"error_code_type", "string"}, {"error_bom", "on"}}},
      {at_partner, "partner_center", {{"pc_duplicate", "400"}, {"error_data", "absent"}, {"chunked", "on"}}},
      {at_cockpit, "cloud_cockpit", {}},
      {at_cockpit, "cloud_cockpit", {{"cc_duplicate", "409"}}},
      {at_cockpit, "cloud_cockpit", {{"cc_property_names", "camel"}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.provider);
    fresh_emulator().set("list_lag_ms", 600'000);
    for (const auto& [name, value] : row.switches) {
      CAPTURE(name);
      emulator().set(name, json::value(value));
    }
    add_rival(row.provider, "ada", "Ada");
    const bool is_partner = row.provider == "partner_center";
    const HttpReply reply =
        create(gateway(), row.where, is_partner ? partner_draft("ada") : cockpit_draft("ada"));
    CHECK(reply.status == 409);
    CHECK(code_of(reply) == "user_exists");
    CHECK(text_member(reply, "provider") == row.provider);
    CHECK(sent_creates().size() == 1);
    CHECK(people_at(row.provider, "ada") == 1);
  }
}

TEST_CASE("a rival who comes between the look-up and the create is a 409") {
  for (const std::string_view where : {at_partner, at_cockpit}) {
    CAPTURE(where);
    fresh_emulator().fault(R"({"match":{"operation":"create"},"action":{"delay_ms":400}})");
    const bool is_partner = where == at_partner;
    const json::object draft = is_partner ? partner_draft("ada") : cockpit_draft("ada");
    support::HttpConnection caller(gateway().port());
    caller.send(support::encode_request("POST", users_path(where), {}, json::serialize(draft)));
    REQUIRE(await_creates(1));
    add_rival(is_partner ? "partner_center" : "cloud_cockpit", "ada", "Ada");
    const HttpReply reply = caller.read_reply();
    CHECK(reply.status == 409);
    CHECK(code_of(reply) == "user_exists");
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("what a provider refuses is a 422 with its own code and the place where it says which") {
  struct Row {
    std::string_view where;
    json::object draft;
    std::string provider_code;
    std::vector<std::string> errors;
  };
  json::object nowhere = partner_draft("ada");
  nowhere["usageLocation"] = "XK";  // which this directory does not know
  json::object mystery = cockpit_draft("ada");
  mystery["groups"] = {{{"id", "eeeeeeee-0000-4000-8000-00000000dead"}}};
  const std::vector<Row> rows = {
      {at_partner, nowhere, "3000", {"/usageLocation partner_center refused"}},
      {at_cockpit, mystery, "", {"/groups cloud_cockpit refused"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.where);
    // A list of groups that cannot be read is no reason to refuse one.
    fresh_emulator().fault(R"({"match":{"operation":"groups"},"times":0,"action":{"status":403}})");
    const HttpReply reply = create(gateway(), row.where, row.draft);
    CHECK(reply.status == 422);
    CHECK(code_of(reply) == "invalid_draft");
    CHECK(member(reply, "providerStatus") == json::value(400));
    CHECK_FALSE(text_member(reply, "providerMessage").empty());
    if (!row.provider_code.empty()) CHECK(text_member(reply, "providerCode") == row.provider_code);
    CHECK(errors_of(reply) == row.errors);
    CHECK(what_was_sent().ends_with(" 400"));
    CHECK(sent_creates().size() == 1);
  }
}

TEST_CASE("a definite no of any kind is told at once, and the create was sent once") {
  struct Row {
    std::string action;
    unsigned status;
    std::string code;
  };
  const std::vector<Row> rows = {
      {R"({"status":422,"body":"no"})", 422, "invalid_draft"},
      {R"({"status":403})", 502, "provider_forbidden"},
      {R"({"status":404})", 404, "customer_not_found"},
      {R"({"status":405})", 502, "provider_error"},
      // Past the create's deadline: nobody waits for it.
      {R"({"status":429,"headers":{"Retry-After":"170"}})", 503, "provider_unavailable"},
  };
  for (const Row& row : rows) {
    for (const std::string_view where : {at_partner, at_cockpit}) {
      CAPTURE(row.action);
      CAPTURE(where);
      fresh_emulator().fault(R"({"match":{"operation":"create"},"action":)" + row.action + "}");
      const HttpReply reply =
          create(gateway(), where, where == at_partner ? partner_draft("ada") : cockpit_draft("ada"));
      CHECK(reply.status == row.status);
      CHECK(code_of(reply) == row.code);
      CHECK(sent_creates().size() == 1);
      CHECK_FALSE(sent_creates()[0].executed);
      if (row.status == 503) CHECK(reply.header("retry-after") == "170");
    }
  }
}

TEST_CASE("a create that meets a 401 was not executed: it goes out once more with a fresh token") {
  for (const std::string_view where : {at_partner, at_cockpit}) {
    CAPTURE(where);
    fresh_emulator().fault(R"({"match":{"operation":"create"},"times":1,"action":{"expire_token":true}})");
    const bool is_partner = where == at_partner;
    const HttpReply reply =
        create(gateway(), where, is_partner ? partner_draft("ada") : cockpit_draft("ada"));
    CHECK(reply.status == 201);
    const std::string provider = is_partner ? "partner_center" : "cloud_cockpit";
    CHECK(what_was_sent() == provider + " 401, " + provider + " 201 executed");
    const std::vector<Sent> sent = sent_creates();
    CHECK(sent[0].header("authorization") != sent[1].header("authorization"));
    // One operation, one id.
    CHECK(sent[0].header("ms-requestid") == sent[1].header("ms-requestid"));
    CHECK(sent[0].body == sent[1].body);
  }
}

TEST_CASE(
    "a create that a provider has no room for waits as long as it says, and is the same request still") {
  for (const std::string_view where : {at_partner, at_cockpit}) {
    CAPTURE(where);
    fresh_emulator();
    fault_at_create("", R"({"status":429,"headers":{"Retry-After":"1"}})");
    const bool is_partner = where == at_partner;
    const HttpReply reply =
        create(gateway(), where, is_partner ? partner_draft("ada") : cockpit_draft("ada"));
    CHECK(reply.status == 201);
    const std::string provider = is_partner ? "partner_center" : "cloud_cockpit";
    CHECK(what_was_sent() == provider + " 429, " + provider + " 201 executed");
    const std::vector<Sent> sent = sent_creates();
    CHECK(sent[0].header("ms-requestid") == sent[1].header("ms-requestid"));
  }
}

TEST_CASE("a 401 and then no token is a failure of the sign-in, not a doubt about the user") {
  fresh_emulator().fault(R"({"match":{"operation":"create"},"times":1,"action":{"expire_token":true}})");
  emulator().fault(R"({"match":{"operation":"token"},"times":1,"action":{"status":500}})");
  const HttpReply reply = create(gateway(), at_partner, partner_draft("ada"));
  CHECK(reply.status == 502);
  CHECK(code_of(reply) == "provider_error");
  CHECK(what_was_sent() == "partner_center 401");
}

TEST_CASE("a 401 to a token that was issued a moment ago is for a person to mend, and nobody is created") {
  // A gateway of its own: the tenant's sign-in is given up for a minute.
  support::GatewayProcess own(creating_yaml(emulator(), {}));
  fresh_emulator().fault(R"({"match":{"operation":"create"},"times":0,"action":{"expire_token":true}})");
  const HttpReply reply = create(own, at_partner, partner_draft("ada"));
  CHECK(reply.status == 502);
  CHECK(code_of(reply) == "provider_rejected_credentials");
  CHECK_FALSE(text_member(reply, "remedy").empty());
  CHECK(what_was_sent() == "partner_center 401, partner_center 401");
}

TEST_CASE("where a provider cannot be looked up, its problem is the answer and nothing is sent anywhere") {
  struct Row {
    std::string_view where;
    std::string_view provider;
    std::string action;
    unsigned status;
    std::string code;
  };
  const std::vector<Row> rows = {
      {at_partner, "partner_center", R"({"status":503})", 502, "provider_error"},
      {at_cockpit, "cloud_cockpit", R"({"reset":"before"})", 502, "provider_error"},
      {"contoso/twelve", "partner_center", R"({"garbage":true})", 502, "provider_bad_response"},
      {"contoso/twelve", "cloud_cockpit", R"({"status":403})", 502, "provider_forbidden"},
      {"contoso/twelve", "cloud_cockpit", R"({"truncate":7})", 502, "provider_error"},
      {"contoso/twelve", "cloud_cockpit", R"({"status":404})", 404, "customer_not_found"},
      {"contoso/twelve", "cloud_cockpit", R"({"status":429})", 503, "provider_unavailable"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.where);
    CAPTURE(row.action);
    fresh_emulator().fault(R"({"match":{"operation":"list","provider":")" + std::string(row.provider) +
                           R"("},"times":0,"action":)" + row.action + "}");
    const json::object draft = row.where == at_partner   ? partner_draft("ada")
                               : row.where == at_cockpit ? cockpit_draft("ada")
                                                         : draft_for_both("ada");
    const HttpReply reply = create(gateway(), row.where, draft);
    CHECK(reply.status == row.status);
    CHECK(code_of(reply) == row.code);
    CHECK(text_member(reply, "provider") == row.provider);
    CHECK(sent_creates().empty());
  }
}

}  // namespace
}  // namespace tests::integration
