#include "adapters/cloud_cockpit/codec.hpp"

#include "tests/adapters/cloud_cockpit/portal.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

namespace adapters::cloud_cockpit {
namespace {

using schema::TextField;
using tests::adapters::a_portal;
using tests::adapters::cockpit_customer;
using tests::adapters::reply_of;
using Headers = std::vector<std::pair<std::string, std::string>>;

schema::UserDraft a_draft() {
  schema::UserDraft draft;
  draft.email = "ada@contoso.com";
  draft.first_name = "A\"da";
  draft.last_name = "Lovelace";
  return draft;
}

TEST_CASE("lists the portal's users of a customer, within a reseller where there is one") {
  CallContext context;
  context.correlation_id = "corr";
  const auto plain = encode_list(a_portal(), context, cockpit_customer, "");
  CHECK(plain.method() == Method::get);
  CHECK(plain.target() == "/v1/customer/0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10/users");
  CHECK(plain.headers() == Headers{{"Accept", "application/json"},
                                   {"X-Tenant", "portal.contoso.com"},
                                   {"X-Correlation-Id", "corr"}});
  const auto scoped =
      encode_list(a_portal(), context, cockpit_customer, "6f0c1c5e-0000-4000-8000-000000000001");
  CHECK(scoped.target() ==
        "/v1/customer/0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10/"
        "users?resellerId=6f0c1c5e-0000-4000-8000-000000000001");
}

TEST_CASE("passes the caller's trace on") {
  CallContext context;
  context.correlation_id = "corr";
  context.traceparent = "00-1-2-01";
  context.tracestate = "k=v";
  const auto request = encode_list(a_portal(), context, cockpit_customer, "");
  REQUIRE(request.headers().size() == 5);
  CHECK(request.headers()[3].second == "00-1-2-01");
  CHECK(request.headers()[4].second == "k=v");
}

TEST_CASE("writes every member of a draft, empty ones too") {
  const auto small = encode_create(a_portal(), {}, cockpit_customer, "", a_draft());
  CHECK(small.method() == Method::post);
  CHECK(small.body() ==
        R"({"firstName":"A\"da","lastName":"Lovelace","email":"ada@contoso.com","role":{},"groups":[]})");
  schema::UserDraft draft = a_draft();
  draft.role_name = "customer";
  draft.group_ids = {cockpit_customer, cockpit_customer};
  CHECK(
      encode_create(a_portal(), {}, cockpit_customer, "", draft).body() ==
      R"({"firstName":"A\"da","lastName":"Lovelace","email":"ada@contoso.com","role":{"name":"customer"},)"
      R"("groups":[{"id":"0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10"},{"id":"0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10"}]})");
}

TEST_CASE("searches a customer among those that are not deleted") {
  const auto request = encode_find_customer(a_portal(), {}, cockpit_customer, "");
  CHECK(request.target() ==
        "/v1/Customers?searchField=ProviderCustomerId&searchValue=0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10"
        "&includeDeleted=false&pageNumber=1&pageSize=25");
}

TEST_CASE("refuses a list that is not the documented kind") {
  for (const char* body :
       {"", "{}", "null", "\"x\"", "<html>", "[null]", "[{}]", R"([{"id":null}])", R"([{"id":5}])",
        R"([{"id":"a","email":5}])", R"({"items":null})", R"({"items":[],"items":[]})", "[] []",
        R"({"items":[],"hasNextPage":true})", R"({"items":[],"totalPages":2})",
        R"([{"id":"a","groups":[{"id":"x"]}])", R"([{"id":"a","role":{"name":nul}}])"}) {
    CAPTURE(body);
    const auto page = decode_list(reply_of(200, body), cockpit_customer, {});
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
  }
}

TEST_CASE("lives with members of a kind that nobody documented") {
  const auto page =
      decode_list(reply_of(200, R"([{"id":"a","firstName":5,"role":"admin","groups":"none","new":{"x":[]}},)"
                                R"({"id":"b","role":[],"groups":[7,{"id":null,"name":"x"}]}])"),
                  cockpit_customer, {});
  REQUIRE(page.has_value());
  REQUIRE((*page)->users.size() == 2);
  CHECK((*page)->users[0].text(TextField::first_name).is_null());
  CHECK_FALSE((*page)->users[0].has_role);
  CHECK((*page)->users[0].groups.empty());
  REQUIRE((*page)->users[1].groups.size() == 1);
  CHECK((*page)->users[1].groups[0].name.view() == "x");
}

TEST_CASE("counts the members of an envelope that nobody documented") {
  const auto page = decode_list(
      reply_of(200, R"({"items":[],"totalPages":1,"hasNextPage":null,"warnings":[],"nextLink":null})"),
      cockpit_customer, {});
  REQUIRE(page.has_value());
  CHECK((*page)->drift.count("warnings") == 1);
  CHECK((*page)->drift.count("nextLink") == 1);
  CHECK((*page)->drift.entries().size() == 2);
}

TEST_CASE("marks what it derives, so that any given value beats it") {
  const auto page =
      decode_list(reply_of(200, R"([{"id":"a","firstName":"A\"da","lastName":"L"}])"), cockpit_customer, {});
  REQUIRE(page.has_value());
  const auto& user = (*page)->users[0];
  CHECK(user.text(TextField::display_name).view() == "A\"da L");
  CHECK(user.text(TextField::display_name).is_derived());
  CHECK_FALSE(user.text(TextField::display_name).is_plain());
  CHECK(user.state == schema::UserState::active);
  CHECK(user.state_derived);
}

TEST_CASE("takes the answer to a create quoted, bare, or as a user") {
  struct Row {
    const char* body;
    const char* id;
  };
  for (const auto& row :
       {Row{R"("3F2504E0-4F89-11D3-9A0C-0305E82C3301")", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"},
        {"\xEF\xBB\xBF\"x-1\"\n", "x-1"},
        {"  3f2504e0-4f89-11d3-9a0c-0305e82c3301 \n", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"},
        {"\xEF\xBB\xBF"
         "12345",
         "12345"},
        {R"({"id":"x-1","email":"other@contoso.com"})", "x-1"},
        {R"("x\u002d1")", "x-1"}}) {
    CAPTURE(row.body);
    const auto page = decode_created(reply_of(200, row.body), cockpit_customer, a_draft(), {});
    REQUIRE(page.has_value());
    REQUIRE((*page)->users.size() == 1);
    const auto& user = (*page)->users[0];
    CHECK(user.id.view() == row.id);
    CHECK(user.customer_id.view() == cockpit_customer.to_string());
    CHECK(user.text(TextField::first_name).view() == "A\"da");
    CHECK(user.text(TextField::display_name).view() == "A\"da Lovelace");
    CHECK(user.text(TextField::display_name).is_derived());
    CHECK_FALSE(user.has_role);
    CHECK(user.groups.empty());
  }
  const auto page = decode_created(reply_of(201, R"({"id":"x-1","email":"other@contoso.com"})"),
                                   cockpit_customer, a_draft(), {});
  CHECK((*page)->users[0].text(TextField::email).view() == "other@contoso.com");
}

TEST_CASE("says that a create went out when its answer is no id") {
  for (const std::string& body :
       {std::string(), std::string(" \n"), std::string("\"\""), std::string("null"), std::string("true"),
        std::string("{}"), std::string("[]"), std::string("[\"x\"]"), std::string("<html>x</html>"),
        std::string("\"x"), std::string("x\""), std::string("two words"), std::string("\"two words\""),
        std::string("\"\\u00e9\""), std::string("\"a\\nb\""), std::string(129, 'x'),
        "\"" + std::string(129, 'x') + "\"", std::string("\"x\" \"y\""), std::string("{\"id\":\"x\"")}) {
    CAPTURE(body);
    const auto page = decode_created(reply_of(201, body), cockpit_customer, a_draft(), {});
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
    CHECK(page.error().sent);
  }
}

TEST_CASE("makes a display name of the names that there are") {
  CHECK(display_name_of("Ada", "Lovelace") == "Ada Lovelace");
  CHECK(display_name_of("Ada", "") == "Ada");
  CHECK(display_name_of("", "Lovelace") == "Lovelace");
  CHECK(display_name_of("", "").empty());
}

}  // namespace
}  // namespace adapters::cloud_cockpit
