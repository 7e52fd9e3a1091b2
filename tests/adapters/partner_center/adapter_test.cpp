#include "adapters/partner_center/adapter.hpp"

#include "tests/adapters/partner_center/public_api.hpp"
#include "tests/adapters/wire_sample.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_http_client.hpp"
#include "tests/support/run_coroutine.hpp"

#include <doctest/doctest.h>

namespace adapters::partner_center {
namespace {

using tests::adapters::read_sample;
using tests::support::run_coroutine;

int uuids_made = 0;
std::string make_uuid() { return "00000000-0000-4000-8000-00000000000" + std::to_string(++uuids_made); }

struct House {
  House() { uuids_made = 0; }

  CallContext context;
  CustomerBinding customer{tests::adapters::partner_customer, {}};
  tests::support::FakeHttpClient http;
  tests::support::FakeClock clock;
  PartnerCenterAdapter adapter{tests::adapters::base_url(), http, clock, &make_uuid};
};

schema::UserDraft a_draft() {
  schema::UserDraft draft;
  draft.user_principal_name = "ada@contoso.com";
  return draft;
}

TEST_CASE("walks from page to page with the token of each, under a fresh request id each time") {
  House house;
  house.context.correlation_id = "corr";
  house.http.answer(read_sample("partner_center/list_users_with_next"));
  house.http.answer(read_sample("partner_center/list_users"));
  const auto first =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current, ""));
  REQUIRE(first.has_value());
  REQUIRE((*first)->next.has_value());
  const auto second = run_coroutine(
      house.adapter.list_users(house.context, house.customer, UserSet::current, *(*first)->next));
  REQUIRE(second.has_value());
  CHECK_FALSE((*second)->next.has_value());

  REQUIRE(house.http.log().size() == 2);
  const auto& [one, two] = std::pair(house.http.log()[0], house.http.log()[1]);
  CHECK(one.request.target() == "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users?size=500");
  CHECK(one.header("MS-ContinuationToken").empty());
  CHECK(two.request.target() ==
        "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users?size=500&seekOperation=Next");
  CHECK(two.header("MS-ContinuationToken") == "AQAAAA==");
  CHECK(one.header("MS-RequestId") == "00000000-0000-4000-8000-000000000001");
  CHECK(two.header("MS-RequestId") == "00000000-0000-4000-8000-000000000002");
  CHECK(one.header("MS-CorrelationId") == "corr");
  CHECK(two.header("MS-CorrelationId") == "corr");
}

TEST_CASE("asks nobody for a page that belongs to another customer") {
  House house;
  const auto page =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current,
                                             "/v1/customers/00000000-0000-4000-8000-000000000000/users\nT"));
  REQUIRE(page.has_error());
  CHECK(page.error().kind == ErrorKind::bad_response);
  CHECK(house.http.log().empty());
}

TEST_CASE("calls a 404 on a later page the provider's fault, on the first a missing customer") {
  House house;
  house.http.answer(404, "");
  house.http.answer(404, "");
  const auto first =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current, ""));
  const auto later = run_coroutine(house.adapter.list_users(
      house.context, house.customer, UserSet::current,
      "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users?seekOperation=Next\nT"));
  CHECK(first.error().kind == ErrorKind::customer_not_found);
  CHECK(later.error().kind == ErrorKind::bad_response);
}

TEST_CASE("lists the users that can be restored, page by page") {
  House house;
  house.http.answer(read_sample("partner_center/deleted_users_with_next"));
  house.http.answer(read_sample("partner_center/deleted_users"));
  CHECK(house.adapter.can_list(UserSet::deleted));
  const auto first =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::deleted, ""));
  REQUIRE(first.has_value());
  REQUIRE((*first)->next.has_value());
  const auto second = run_coroutine(
      house.adapter.list_users(house.context, house.customer, UserSet::deleted, *(*first)->next));
  REQUIRE(second.has_value());
  REQUIRE(house.http.log().size() == 2);
  for (const auto& sent : house.http.log()) {
    CHECK(sent.request.target().find("&filter=%7B%22Field%22%3A%22UserStat") != std::string::npos);
  }
  CHECK(house.http.log()[1].header("MS-ContinuationToken") == "AQAAAA==");
}

TEST_CASE("lists its customers, page by page, under a fresh request id each time") {
  House house;
  house.http.answer(read_sample("partner_center/list_customers_with_next"));
  house.http.answer(read_sample("partner_center/list_customers"));
  const auto first = run_coroutine(house.adapter.list_customers(house.context, ""));
  REQUIRE(first.has_value());
  REQUIRE(first->has_value());
  REQUIRE((*first)->next.has_value());
  const auto second = run_coroutine(house.adapter.list_customers(house.context, *(*first)->next));
  REQUIRE(second.has_value());
  CHECK((*second)->customers.size() == 2);
  CHECK_FALSE((*second)->next.has_value());
  REQUIRE(house.http.log().size() == 2);
  const auto& [one, two] = std::pair(house.http.log()[0], house.http.log()[1]);
  CHECK(one.request.target() == "/v1/customers?size=500");
  CHECK(two.request.target() == "/v1/customers?size=500&seekOperation=Next");
  CHECK(two.header("MS-ContinuationToken") == "AQAAAA==");
  CHECK(one.header("MS-RequestId") != two.header("MS-RequestId"));
}

TEST_CASE("asks nobody for a page that is none of its customers") {
  House house;
  for (const char* next :
       {"x", "/v1/customers", "/v1/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users\nT"}) {
    CAPTURE(next);
    const auto page = run_coroutine(house.adapter.list_customers(house.context, next));
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
  }
  CHECK(house.http.log().empty());
}

TEST_CASE("passes on why its customers could not be listed") {
  House house;
  house.http.answer(404, "");
  house.http.answer(404, "");
  house.http.answer(401, "");
  ProviderError error;
  error.kind = ErrorKind::timed_out;
  house.http.fail(error);
  const std::string later = "/v1/customers?seekOperation=Next\nT";
  CHECK(run_coroutine(house.adapter.list_customers(house.context, "")).error().kind == ErrorKind::failed);
  CHECK(run_coroutine(house.adapter.list_customers(house.context, later)).error().kind ==
        ErrorKind::bad_response);
  CHECK(run_coroutine(house.adapter.list_customers(house.context, "")).error().kind ==
        ErrorKind::credentials);
  CHECK(run_coroutine(house.adapter.list_customers(house.context, "")).error().kind == ErrorKind::timed_out);
}

TEST_CASE("has no groups to list") {
  House house;
  const auto page = run_coroutine(house.adapter.list_groups(house.context, ""));
  REQUIRE(page.has_value());
  CHECK_FALSE(page->has_value());
  CHECK(house.http.log().empty());
}

TEST_CASE("passes on why a request got no reply") {
  House house;
  ProviderError error;
  error.kind = ErrorKind::timed_out;
  error.sent = true;
  house.http.fail(error);
  const auto page = run_coroutine(house.adapter.create_user(house.context, house.customer, a_draft()));
  REQUIRE(page.has_error());
  CHECK(page.error().kind == ErrorKind::timed_out);
  CHECK(page.error().sent);
}

TEST_CASE("sends a create once, under the operation's own request id where it has one") {
  House house;
  house.context.request_id = "11111111-0000-4000-8000-000000000000";
  house.http.answer(201, R"({"id":"4b10bf41-ab11-40e3-8c53-cd67849b50de"})");
  const auto page = run_coroutine(house.adapter.create_user(house.context, house.customer, a_draft()));
  REQUIRE(page.has_value());
  CHECK((*page)->users[0].text(schema::TextField::user_principal_name).view() == "ada@contoso.com");
  REQUIRE(house.http.log().size() == 1);
  CHECK(house.http.log()[0].request.method() == Method::post);
  CHECK(house.http.log()[0].header("MS-RequestId") == "11111111-0000-4000-8000-000000000000");
  CHECK(house.http.log()[0].header("Content-Type") == "application/json");
}

TEST_CASE("makes a request id for a create that has none") {
  House house;
  house.http.answer(500, "");
  (void)run_coroutine(house.adapter.create_user(house.context, house.customer, a_draft()));
  CHECK(house.http.log()[0].header("MS-RequestId") == "00000000-0000-4000-8000-000000000001");
}

TEST_CASE("reckons a Retry-After that is a date from the time of day") {
  House house;
  house.clock.set_wall(std::chrono::sys_days{std::chrono::year{2020} / 1 / 27} + std::chrono::hours(4));
  HttpReply reply;
  reply.status = 429;
  reply.headers = {{"retry-after", "Mon, 27 Jan 2020 04:00:10 GMT"}};
  house.http.answer(std::move(reply));
  const auto page =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current, ""));
  REQUIRE(page.has_error());
  CHECK(page.error().kind == ErrorKind::unavailable);
  CHECK(page.error().retry_after == std::chrono::seconds(10));
}

TEST_CASE("knows a customer by its Microsoft tenant id, without asking") {
  House house;
  const auto found = run_coroutine(house.adapter.find_customer(house.context, house.customer.id));
  REQUIRE(found.has_value());
  CHECK(*found == house.customer);
  CHECK(house.http.log().empty());
  CHECK(house.adapter.identity() == schema::TextField::user_principal_name);
  CHECK_FALSE(house.adapter.derive(schema::DraftField::display_name, a_draft()).has_value());
}

}  // namespace
}  // namespace adapters::partner_center
