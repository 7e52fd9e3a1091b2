// validateOnly: what a create would send, told and not sent; and what is wrong with it, as a real create
// says.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/texts.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::Headers;
using support::HttpReply;

const Headers traced = {{"X-Correlation-Id", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"},
                        {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}};

std::uint16_t port_of(std::string_view provider) {
  return provider == "partner_center" ? emulator().partner_center() : emulator().cloud_cockpit();
}

// What was sent, as the plan should have shown it.
json::value without_password(const std::string& body) {
  json::value sent = json::parse(body);
  if (sent.as_object().contains("passwordProfile"))
    sent.at("passwordProfile").as_object()["password"] = "***";
  return sent;
}

void compare(const json::value& planned, const Sent& sent) {
  CAPTURE(json::serialize(planned));
  CHECK(text_at(planned, "provider") == sent.provider);
  CHECK(text_at(planned, "method") == "POST");
  CHECK(text_at(planned, "url") ==
        "http://127.0.0.1:" + std::to_string(port_of(sent.provider)) + sent.target);
  CHECK(planned.at("body") == without_password(sent.body));
  std::vector<std::string> names = {"host", "connection", "content-length", "user-agent"};
  for (const auto& [name, value] : planned.at("headers").as_object()) {
    const std::string lower = in_lower_case(name);
    CAPTURE(lower);
    names.push_back(lower);
    // Each request has an id and a token of its own.
    if (lower == "authorization") CHECK(value == "Bearer ***");
    if (lower == "ms-requestid") CHECK(value.as_string().size() == 36);
    if (lower == "traceparent") CHECK(sent.header(lower).starts_with(traced[1].second.substr(0, 35)));
    if (lower == "authorization" || lower == "ms-requestid" || lower == "traceparent") continue;
    CHECK(sent.header(lower) == std::string(value.as_string().c_str()));
  }
  for (const auto& [name, value] : sent.headers)
    CHECK_MESSAGE(std::ranges::count(names, std::string(name)) == 1, "not in the plan: ", name);
}

TEST_CASE("a plan is the requests that the same create then sends, without their secrets") {
  struct Row {
    std::string where;
    json::object draft;
  };
  json::object full = draft_for_both(somebody());
  full["firstName"] = "Zoë \"Ж\" 漢字";
  full["usageLocation"] = "AT";
  json::object grouped = cockpit_draft(somebody());
  grouped["role"] = {{"name", "Customer Admin"}};
  grouped["groups"] = {{{"id", "eeeeeeee-0000-4000-8000-000000000003"}}};
  const std::vector<Row> rows = {
      {"contoso/twelve", full},
      {"contoso/twelve?provider=cloud_cockpit,partner_center", draft_for_both(somebody())},
      {"contoso/twelve?provider=partner_center", partner_draft(somebody())},
      {"contoso/twelve?provider=cloud_cockpit", grouped},
      {"eager/twelve", draft_for_both(somebody())}};
  for (const Row& row : rows) {
    CAPTURE(row.where);
    fresh_emulator();
    const std::string query = row.where.find('?') == row.where.npos ? "?" : "&";
    const HttpReply reply = create(gateway(), row.where + query + "validateOnly=true", row.draft, traced);
    REQUIRE(reply.status == 200);
    CHECK(sent_creates().empty());
    CHECK(reply.body.find("Horse") == std::string::npos);
    CHECK(reply.header("location").empty());
    CHECK(operation_of(reply).empty());

    CHECK(create(gateway(), row.where, row.draft, traced).status == 201);
    const std::vector<Sent> sent = sent_creates();
    const json::array plan = reply.json().at("plan").as_array();
    REQUIRE(plan.size() == sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i)
      compare(plan[i], sent[i]);
  }
}

TEST_CASE("validateOnly=false is a create like any other") {
  fresh_emulator();
  const std::string where = "contoso/twelve?provider=cloud_cockpit&validateOnly=false";
  CHECK(create(gateway(), where, cockpit_draft(somebody())).status == 201);
  CHECK(sent_creates().size() == 1);
}

TEST_CASE("a plan looks the person up everywhere: who is there is a 409, as for a real create") {
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"}) {
    CAPTURE(provider);
    fresh_emulator();
    const std::string name = somebody();
    add_rival(provider, name, "Ada");
    const HttpReply reply = create(gateway(), "contoso/twelve?validateOnly=true", draft_for_both(name));
    CHECK(reply.status == 409);
    CHECK(code_of(reply) == "user_exists");
    CHECK(text_at(reply.json(), "provider") == provider);
    CHECK(sent_creates().empty());
  }
}

TEST_CASE("a plan of a bad draft is the 422 of a real create, and nobody is asked") {
  fresh_emulator();
  json::object draft = cockpit_draft("no at sign");
  draft["nickname"] = "x";
  const std::string where = "contoso/twelve?provider=cloud_cockpit";
  const HttpReply plan = create(gateway(), where + "&validateOnly=true", draft);
  const HttpReply real = create(gateway(), where, draft);
  CHECK(plan.status == 422);
  CHECK(plan.status == real.status);
  CHECK(errors_of(plan) == errors_of(real));
  CHECK(emulator().ledger("", "").empty());
}

TEST_CASE("a plan whose person cannot be looked up is the provider's problem") {
  fresh_emulator().fault(
      R"({"match":{"operation":"list","provider":"cloud_cockpit"},"times":0,"action":{"status":503}})");
  const HttpReply reply = create(gateway(), "contoso/twelve?validateOnly=true", draft_for_both(somebody()));
  CHECK(reply.status == 502);
  CHECK(code_of(reply) == "provider_error");
  CHECK(text_at(reply.json(), "provider") == "cloud_cockpit");
  CHECK(sent_creates().empty());
}

TEST_CASE("what writes nothing takes no key, and uses none up") {
  fresh_emulator();
  const std::string where = "contoso/twelve?provider=cloud_cockpit";
  const json::object draft = cockpit_draft(somebody());
  const HttpReply refused = create(gateway(), where + "&validateOnly=true", draft, with_key("plan"));
  CHECK(refused.status == 400);
  CHECK(code_of(refused) == "invalid_request");
  CHECK(text_at(refused.json().at("errors").at(0), "parameter") == "Idempotency-Key");
  CHECK(create(gateway(), where, draft, with_key("plan")).status == 201);
  // The person is taken by nobody meanwhile.
  const json::object other = cockpit_draft(somebody());
  CHECK(create(gateway(), where + "&validateOnly=true", other).status == 200);
  CHECK(create(gateway(), where + "&validateOnly=true", other).status == 200);
  CHECK(create(gateway(), where, other).status == 201);
}

}  // namespace
}  // namespace tests::integration
