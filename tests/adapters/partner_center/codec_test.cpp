#include "adapters/partner_center/codec.hpp"

#include "adapters/json_page.hpp"
#include "tests/adapters/partner_center/public_api.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>

namespace adapters::partner_center {
namespace {

using schema::TextField;
using tests::adapters::base_url;
using tests::adapters::partner_customer;
using tests::adapters::reply_of;

const std::string users = "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users";

Result<PagePtr> decode(std::string_view body, bool first_page = true) {
  const config::Url base = base_url();
  return decode_list(reply_of(200, body), {base, partner_customer, first_page, {}});
}

std::string list_of(const std::string& item) { return R"({"totalCount":1,"items":[)" + item + "]}"; }

schema::UserDraft full_draft() {
  schema::UserDraft draft;
  draft.user_principal_name = "ada@contoso.com";
  draft.first_name = "Ada";
  draft.last_name = "\"Countess\"";
  draft.display_name = "Ada";
  draft.usage_location = "GB";
  draft.immutable_id = "x";
  draft.phone_number = "1";
  draft.password_profile.emplace();
  draft.password_profile->password = schema::SecretText("a\"b\\C1");
  draft.password_profile->force_change_password = true;
  return draft;
}

TEST_CASE("asks for the first page with the most users that the service gives") {
  const auto request = encode_list(base_url(), partner_customer, UserSet::current, "");
  REQUIRE(request.has_value());
  CHECK(request->method() == Method::get);
  CHECK(request->target() == users + "?size=500");
  config::Url proxied = base_url();
  proxied.path_prefix = "/pc";
  CHECK(encode_list(proxied, partner_customer, UserSet::current, "")->target() ==
        "/pc" + users + "?size=500");
}

TEST_CASE("asks for a later page where the page before said, with its token") {
  const auto request =
      encode_list(base_url(), partner_customer, UserSet::current, users + "?seekOperation=Next\nAQ==");
  REQUIRE(request.has_value());
  CHECK(request->target() == users + "?seekOperation=Next");
  REQUIRE(request->headers().size() == 1);
  CHECK(request->headers()[0] == std::pair<std::string, std::string>("MS-ContinuationToken", "AQ=="));
}

TEST_CASE("never asks for a page of another customer") {
  for (const std::string& next :
       {std::string("/v1/customers/00000000-0000-4000-8000-000000000000/users\n"), users, std::string("\n"),
        "https://evil.example" + users + "\n", users + " HTTP/1.1\r\nX: y\n", users + "\na\r\nX: y"}) {
    CAPTURE(next);
    CHECK_FALSE(encode_list(base_url(), partner_customer, UserSet::current, next).has_value());
  }
}

TEST_CASE("sends the trace, a locale and ids with every request") {
  HttpRequest request(Method::get, "/");
  CallContext context;
  context.correlation_id = "c";
  context.traceparent = "00-1-2-01";
  context.tracestate = "k=v";
  add_headers(request, context, "r");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"Accept", "application/json"}, {"MS-RequestId", "r"},        {"MS-CorrelationId", "c"},
      {"X-Locale", "en-US"},          {"traceparent", "00-1-2-01"}, {"tracestate", "k=v"}};
  CHECK(request.headers() == expected);
  HttpRequest untraced(Method::get, "/");
  add_headers(untraced, CallContext{}, "r");
  CHECK(untraced.headers().size() == 4);
}

TEST_CASE("writes a draft in the order of the wire, with what it has and nothing else") {
  const auto request = encode_create(base_url(), partner_customer, full_draft());
  CHECK(request.method() == Method::post);
  CHECK(request.target() == users);
  CHECK(
      request.body() ==
      R"({"usageLocation":"GB","userPrincipalName":"ada@contoso.com","firstName":"Ada","lastName":"\"Countess\"",)"
      R"("displayName":"Ada","immutableId":"x","phoneNumber":"1",)"
      R"("passwordProfile":{"password":"a\"b\\C1","forceChangePassword":true},)"
      R"("attributes":{"objectType":"CustomerUser"}})");
  CHECK(request.headers() ==
        std::vector<std::pair<std::string, std::string>>{{"Content-Type", "application/json"}});

  schema::UserDraft small;
  small.display_name = "A";
  CHECK(encode_create(base_url(), partner_customer, small).body() ==
        R"({"displayName":"A","attributes":{"objectType":"CustomerUser"}})");
  CHECK(encode_create(base_url(), partner_customer, {}).body() ==
        R"({"attributes":{"objectType":"CustomerUser"}})");
}

TEST_CASE("reads states and domain types in any case, and counts those it does not know") {
  struct Row {
    const char* state;
    schema::UserState read;
    std::size_t unknown;
  };
  for (const auto& row : {Row{"\"active\"", schema::UserState::active, 0},
                          {"\"Active\"", schema::UserState::active, 0},
                          {"\"INACTIVE\"", schema::UserState::deleted, 0},
                          {"\"\"", schema::UserState::unknown, 0},
                          {"null", schema::UserState::unknown, 0},
                          {"\"disabled\"", schema::UserState::unknown, 1},
                          {"7", schema::UserState::unknown, 0}}) {
    CAPTURE(row.state);
    const auto page =
        decode(list_of(R"({"id":"a","state":)" + std::string(row.state) + R"(,"userDomainType":"Managed"})"));
    REQUIRE(page.has_value());
    CHECK((*page)->users[0].state == row.read);
    CHECK((*page)->users[0].user_domain_type == schema::UserDomainType::managed);
    CHECK((*page)->drift.count("users[].state=?") == row.unknown);
  }
}

TEST_CASE("takes only a country's code for a country") {
  const auto page =
      decode(list_of(R"({"id":"a","usageLocation":"country/region code"},{"id":"b","usageLocation":"DE"})"));
  REQUIRE(page.has_value());
  CHECK((*page)->users[0].text(TextField::usage_location).is_null());
  CHECK((*page)->users[1].text(TextField::usage_location).view() == "DE");
}

TEST_CASE("lives with members of a kind that nobody documented") {
  const auto page = decode(list_of(
      R"({"id":"a","firstName":5,"lastName":{"x":[1]},"displayName":["y"],"phoneNumber":true,"links":null,)"
      R"("attributes":[],"futureMember":{"deep":[{"er":null}]},"lastDirectorySyncTime":"yesterday"})"));
  REQUIRE(page.has_value());
  const auto& user = (*page)->users[0];
  for (const auto field : {TextField::first_name, TextField::last_name, TextField::display_name,
                           TextField::phone_number, TextField::last_directory_sync_time}) {
    CHECK(user.text(field).is_null());
  }
}

TEST_CASE("misses only the members that every documented user has") {
  const auto page = decode(list_of(R"({"id":"a"},{"id":"b","userPrincipalName":null,"displayName":null,)"
                                   R"("userDomainType":null,"state":null,"attributes":null})"));
  REQUIRE(page.has_value());
  const Drift& drift = (*page)->drift;
  CHECK(drift.entries().size() == 5);
  for (const char* name : {"userPrincipalName", "displayName", "userDomainType", "state", "attributes"}) {
    CAPTURE(name);
    CHECK(drift.count("users[]." + std::string(name) + " missing") == 1);
  }
}

TEST_CASE("knows every documented member, and a value of another kind is no new one") {
  const auto page = decode(list_of(
      R"({"id":"a","userPrincipalName":"u","firstName":1,"lastName":null,"displayName":"d","usageLocation":"",)"
      R"("immutableId":"i","passwordProfile":null,"phoneNumber":"1","lastDirectorySyncTime":null,)"
      R"("userDomainType":"federated","state":"active","softDeletionTime":null,"links":{"x":1},)"
      R"("attributes":{"etag":"e"}})"));
  REQUIRE(page.has_value());
  CHECK((*page)->drift.is_empty());
}

TEST_CASE("refuses a list that is not the documented kind") {
  for (const std::string& body :
       {std::string("[]"), std::string("null"), std::string("\"x\""), std::string("{}"),
        std::string("<html>"), std::string(), std::string(R"({"items":null})"),
        std::string(R"({"items":{}})"), std::string(R"({"code":0})"), list_of("null"), list_of("1"),
        list_of("{}"), list_of(R"({"id":null})"), list_of(R"({"id":""})"), list_of(R"({"id":5})"),
        list_of(R"({"id":"a","userPrincipalName":{}})"), std::string(R"({"items":[],"items":[]})"),
        list_of(R"({"id":"a"})") + "x", list_of(R"({"id":"a","attributes":{"objectType":nul}})")}) {
    CAPTURE(body);
    const auto page = decode(body);
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
  }
}

TEST_CASE("never counts on totalCount") {
  const auto page = decode(R"({"totalCount":99,"items":[{"id":"a"}]})");
  REQUIRE(page.has_value());
  CHECK((*page)->users.size() == 1);
  CHECK_FALSE((*page)->next.has_value());
}

TEST_CASE("finds the page after this one by link, by token, or by both") {
  struct Row {
    const char* more;
    std::string next;  // empty: the end
  };
  const std::string seek = users + "?seekOperation=Next";
  for (
      const auto& row :
      {Row{R"("links":{"self":{"uri":"/x"}})", ""},
       {R"("links":{"next":null})", ""},
       {R"("links":null)", ""},
       {R"("links":{"next":{}})", ""},
       {R"("continuationToken":null)", ""},
       {R"("continuationToken":"")", ""},
       {R"("continuationToken":"T=")", seek + "\nT="},
       {R"("links":{"next":{"uri":"/customers/4D3CF487-70F4-4E1E-9FF1-B2BFCE8D9F04/users?size=2","method":"GET","headers":[]}})",
        users + "?size=2\n"},
       {R"("continuationToken":"T","links":{"next":{"uri":"customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users?size=2"}})",
        users + "?size=2\nT"},
       {R"("links":{"next":{"headers":[{"key":"Authorization","value":"Bearer evil"},{"value":"U","key":"ms-continuationtoken"},7]}})",
        ""},
       {R"("links":{"next":{"headers":[{"key":"MS-ContinuationToken","value":"U"},{"key":"Authorization","value":"E"}]}})",
        seek + "\nU"},
       {R"("links":{"next":{"headers":[{"key":"Authorization","value":"Bearer evil"},{"value":"U\u002b","key":"ms-continuationtoken"}]}})",
        seek + "\nU+"}}) {
    CAPTURE(row.more);
    const auto page = decode(std::string(R"({"items":[],)") + row.more + "}");
    if (std::string_view(row.more).find(",7]") != std::string_view::npos) {
      CHECK(page.has_error());
      continue;
    }
    REQUIRE(page.has_value());
    CHECK((*page)->next.value_or("") == row.next);
  }
}

TEST_CASE("does not follow a link that leads elsewhere") {
  for (const char* uri : {"https://evil.example/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users",
                          "/customers/00000000-0000-4000-8000-000000000000/users?size=2"}) {
    const auto page = decode(std::string(R"({"items":[],"links":{"next":{"uri":")") + uri + R"("}}})");
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
  }
  const auto page = decode(R"({"items":[],"continuationToken":"a\r\nX: y"})");
  REQUIRE(page.has_error());
  CHECK(page.error().kind == ErrorKind::bad_response);
}

TEST_CASE("tells a lost customer from a lost page") {
  const config::Url base = base_url();
  for (const bool first : {true, false}) {
    const auto page = decode_list(reply_of(404, ""), {base, partner_customer, first, {}});
    REQUIRE(page.has_error());
    CHECK(page.error().kind == (first ? ErrorKind::customer_not_found : ErrorKind::bad_response));
    const auto empty = decode_list(reply_of(204, ""), {base, partner_customer, first, {}});
    REQUIRE(empty.has_error());
    CHECK(empty.error().kind == ErrorKind::bad_response);
  }
}

TEST_CASE("keeps an echoed password out of a list's page") {
  const auto page = decode(list_of(R"({"passwordProfile":{"password":"hunter2!!"},"id":"a"})"));
  REQUIRE(page.has_value());
  CHECK((*page)->body.view().find("hunter2") == std::string_view::npos);
  CHECK((*page)->users[0].raw.starts_with(R"({"passwordProfile":null )"));
  CHECK((*page)->users[0].raw.ends_with(R"("id":"a"})"));
}

TEST_CASE("completes a created user that the service answers in part") {
  const auto page =
      decode_created(reply_of(201, R"({"id":"4B10BF41-AB11-40E3-8C53-CD67849B50DE","displayName":"Other"})"),
                     partner_customer, full_draft(), {});
  REQUIRE(page.has_value());
  REQUIRE((*page)->users.size() == 1);
  const auto& user = (*page)->users[0];
  CHECK(user.id.view() == "4b10bf41-ab11-40e3-8c53-cd67849b50de");
  CHECK(user.customer_id.view() == partner_customer.to_string());
  CHECK(user.text(TextField::display_name).view() == "Other");
  CHECK(user.text(TextField::user_principal_name).view() == "ada@contoso.com");
  CHECK(user.text(TextField::last_name).view() == "\"Countess\"");
  CHECK_FALSE(user.text(TextField::last_name).is_plain());
  CHECK(user.text(TextField::email).is_null());
  CHECK(user.state == schema::UserState::active);
  CHECK(user.state_derived);
}

TEST_CASE("says that a create went out when its answer cannot be used") {
  for (const char* body :
       {"", "{}", "null", "[]", R"({"id":null})", "<html>", R"("4b10bf41-ab11-40e3-8c53-cd67849b50de")"}) {
    CAPTURE(body);
    const auto page = decode_created(reply_of(201, body), partner_customer, full_draft(), {});
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
    CHECK(page.error().sent);
  }
  const auto empty = decode_created(reply_of(204, ""), partner_customer, full_draft(), {});
  REQUIRE(empty.has_error());
  CHECK(empty.error().kind == ErrorKind::bad_response);
  CHECK(empty.error().sent);
}

}  // namespace
}  // namespace adapters::partner_center
