#include "adapters/cloud_cockpit/adapter.hpp"

#include "tests/adapters/cloud_cockpit/portal.hpp"
#include "tests/adapters/wire_sample.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_http_client.hpp"
#include "tests/support/run_coroutine.hpp"

#include <doctest/doctest.h>

namespace adapters::cloud_cockpit {
namespace {

using tests::adapters::read_sample;
using tests::support::run_coroutine;

const std::string account_reseller = "6f0c1c5e-0000-4000-8000-000000000001";
const std::string own_reseller = "6f0c1c5e-0000-4000-8000-000000000002";

struct House {
  CallContext context;
  CustomerBinding customer{tests::adapters::cockpit_customer, own_reseller};
  tests::support::FakeHttpClient http;
  tests::support::FakeClock clock;
  CloudCockpitAdapter adapter{tests::adapters::a_portal(), account_reseller, http, clock};
};

schema::UserDraft ada_of_the_portal() {
  schema::UserDraft draft;
  draft.email = "ada@contoso.com";
  draft.first_name = "Ada";
  return draft;
}

TEST_CASE("lists within the customer's own reseller") {
  House house;
  house.http.answer(read_sample("cloud_cockpit/list_users_varied"));
  const auto page =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current, ""));
  REQUIRE(page.has_value());
  CHECK((*page)->users.size() == 4);
  CHECK_FALSE((*page)->next.has_value());
  REQUIRE(house.http.log().size() == 1);
  CHECK(house.http.log()[0].request.target().ends_with("/users?resellerId=" + own_reseller));
  CHECK(house.http.log()[0].header("X-Tenant") == "portal.contoso.com");
}

TEST_CASE("has no later page") {
  House house;
  const auto page =
      run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current, "x"));
  REQUIRE(page.has_error());
  CHECK(page.error().kind == ErrorKind::bad_response);
  CHECK(house.http.log().empty());
}

TEST_CASE("sends a create once and makes a user of the id that comes back") {
  House house;
  house.http.answer(read_sample("cloud_cockpit/create_user"));
  const auto page =
      run_coroutine(house.adapter.create_user(house.context, house.customer, ada_of_the_portal()));
  REQUIRE(page.has_value());
  CHECK((*page)->users[0].text(schema::TextField::email).view() == "ada@contoso.com");
  REQUIRE(house.http.log().size() == 1);
  CHECK(house.http.log()[0].request.method() == Method::post);
  CHECK(house.http.log()[0].request.target().ends_with("/users?resellerId=" + own_reseller));
}

TEST_CASE("passes on why a request got no reply") {
  House house;
  ProviderError error;
  error.kind = ErrorKind::timed_out;
  for (int count = 0; count < 5; ++count)
    house.http.fail(error);
  CHECK(run_coroutine(house.adapter.list_users(house.context, house.customer, UserSet::current, ""))
            .error()
            .kind == ErrorKind::timed_out);
  CHECK(run_coroutine(house.adapter.create_user(house.context, house.customer, ada_of_the_portal()))
            .error()
            .kind == ErrorKind::timed_out);
  CHECK(run_coroutine(house.adapter.find_customer(house.context, house.customer.id)).error().kind ==
        ErrorKind::timed_out);
  CHECK(run_coroutine(house.adapter.list_customers(house.context, "")).error().kind == ErrorKind::timed_out);
  CHECK(run_coroutine(house.adapter.list_groups(house.context, "")).error().kind == ErrorKind::timed_out);
}

TEST_CASE("binds a customer that it found to the account's reseller") {
  House house;
  house.http.answer(read_sample("cloud_cockpit/found_customer"));
  house.http.answer(200, R"({"items":[]})");
  house.http.answer(500, "");
  const auto tenant = *schema::Guid::parse("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04");
  const auto found = run_coroutine(house.adapter.find_customer(house.context, tenant));
  const auto missing = run_coroutine(house.adapter.find_customer(house.context, tenant));
  const auto failed = run_coroutine(house.adapter.find_customer(house.context, tenant));
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  CHECK(**found == CustomerBinding{house.customer.id, account_reseller});
  REQUIRE(missing.has_value());
  CHECK_FALSE(missing->has_value());
  REQUIRE(failed.has_error());
  CHECK(failed.error().kind == ErrorKind::failed);
}

TEST_CASE("lists its customers page by page, and binds them to the account's reseller") {
  House house;
  house.http.answer(read_sample("cloud_cockpit/list_customers"));
  house.http.answer(200, R"({"items":[],"hasNextPage":false})");
  const auto first = run_coroutine(house.adapter.list_customers(house.context, ""));
  REQUIRE(first.has_value());
  REQUIRE(first->has_value());
  REQUIRE((*first)->customers.size() == 2);
  CHECK((*first)->customers[0].binding == CustomerBinding{house.customer.id, account_reseller});
  REQUIRE((*first)->next.has_value());
  const auto second = run_coroutine(house.adapter.list_customers(house.context, *(*first)->next));
  REQUIRE(second.has_value());
  CHECK_FALSE((*second)->next.has_value());
  const std::string address = "/v1/Customers?includeDeleted=false&pageNumber=";
  CHECK(house.http.log()[0].request.target() == address + "1&pageSize=2000&resellerId=" + account_reseller);
  CHECK(house.http.log()[1].request.target() == address + "2&pageSize=2000&resellerId=" + account_reseller);
}

TEST_CASE("lists the groups that a draft may name") {
  House house;
  house.http.answer(read_sample("cloud_cockpit/list_groups"));
  const auto page = run_coroutine(house.adapter.list_groups(house.context, ""));
  REQUIRE(page.has_value());
  REQUIRE(page->has_value());
  CHECK((*page)->groups.size() == 3);
  CHECK(house.http.log()[0].request.target() == "/v1/users/groups?pageNumber=1&pageSize=2000");
  CHECK(house.http.log()[0].header("X-Tenant") == "portal.contoso.com");
}

TEST_CASE("asks nobody for a page that it never named") {
  House house;
  for (const char* next :
       {"0", "1", "-2", "2 ", " 2", "02", "+2", "2&x=y", "10001", "99999999999999999999", "x"}) {
    CAPTURE(next);
    CHECK(run_coroutine(house.adapter.list_customers(house.context, next)).error().kind ==
          ErrorKind::bad_response);
    CHECK(run_coroutine(house.adapter.list_groups(house.context, next)).error().kind ==
          ErrorKind::bad_response);
  }
  CHECK(house.http.log().empty());
}

TEST_CASE("calls a 404 on a later page of customers or groups the provider's fault") {
  House house;
  for (int count = 0; count < 4; ++count)
    house.http.answer(404, "");
  CHECK(run_coroutine(house.adapter.list_customers(house.context, "")).error().kind == ErrorKind::failed);
  CHECK(run_coroutine(house.adapter.list_customers(house.context, "2")).error().kind ==
        ErrorKind::bad_response);
  CHECK(run_coroutine(house.adapter.list_groups(house.context, "")).error().kind == ErrorKind::failed);
  CHECK(run_coroutine(house.adapter.list_groups(house.context, "2")).error().kind == ErrorKind::bad_response);
}

TEST_CASE("says which display name its users will show") {
  House house;
  schema::UserDraft draft = ada_of_the_portal();
  CHECK(house.adapter.derive(schema::DraftField::display_name, draft) == "Ada");
  draft.last_name = "Lovelace";
  CHECK(house.adapter.derive(schema::DraftField::display_name, draft) == "Ada Lovelace");
  CHECK_FALSE(house.adapter.derive(schema::DraftField::user_principal_name, draft).has_value());
  CHECK_FALSE(house.adapter.derive(schema::DraftField::display_name, {}).has_value());
  CHECK(house.adapter.identity() == schema::TextField::email);
}

}  // namespace
}  // namespace adapters::cloud_cockpit
