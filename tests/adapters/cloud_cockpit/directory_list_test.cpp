#include "adapters/cloud_cockpit/directory_list.hpp"

#include "tests/adapters/cloud_cockpit/portal.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::cloud_cockpit {
namespace {

using tests::adapters::read_sample;
using tests::adapters::reply_of;
using tests::adapters::with_body;

Portal a_portal_below_a_path() {
  Portal portal = tests::adapters::a_portal();
  portal.base.path_prefix = "/cc";
  return portal;
}

Result<CustomerPage> customers(std::string_view body, std::uint32_t page = 1) {
  return decode_customer_list(reply_of(200, body), "", page, {});
}

Result<GroupPage> groups(std::string_view body, std::uint32_t page = 1) {
  return decode_group_list(reply_of(200, body), page, {});
}

std::string customer_with(const std::string& provider_customers) {
  return R"([{"id":"0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10","providerCustomers":)" + provider_customers + "}]";
}

TEST_CASE("lists the customers that are not deleted, the most a page") {
  CHECK(encode_customer_list(a_portal_below_a_path(), {}, "", 1).target() ==
        "/cc/v1/Customers?includeDeleted=false&pageNumber=1&pageSize=2000");
  CHECK(
      encode_customer_list(a_portal_below_a_path(), {}, "6f0c1c5e-0000-4000-8000-000000000001", 3).target() ==
      "/cc/v1/Customers?includeDeleted=false&pageNumber=3&pageSize=2000&resellerId="
      "6f0c1c5e-0000-4000-8000-000000000001");
  CHECK(encode_group_list(a_portal_below_a_path(), {}, 2).target() ==
        "/cc/v1/users/groups?pageNumber=2&pageSize=2000");
}

TEST_CASE("a customer has its name, the tenants that it is, and the account's reseller") {
  const auto page = decode_customer_list(read_sample("cloud_cockpit/list_customers"), "a-reseller", 1, {});
  REQUIRE(page.has_value());
  REQUIRE(page->customers.size() == 2);
  const auto& contoso = page->customers[0];
  CHECK(contoso.binding ==
        CustomerBinding{*schema::Guid::parse("0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10"), "a-reseller"});
  CHECK(contoso.name == "Contoso");
  CHECK(contoso.domain.empty());
  CHECK(contoso.tenant_ids == std::vector{*schema::Guid::parse("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04")});
  CHECK(page->customers[1].tenant_ids.empty());
  CHECK(page->next == "2");
  CHECK(page->drift.is_empty());
}

TEST_CASE(
    "takes a Microsoft tenant's id wherever it is called the provider's customer id, and nothing else") {
  const std::string id = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";
  struct Row {
    std::string provider_customers;
    std::size_t found;
  };
  for (const auto& row :
       {Row{R"([{"providerCustomerId":")" + id + R"("}])", 1},
        {R"({"ProviderCustomerId":")" + id + R"("})", 1},
        {R"([{"microsoft":[{"providercustomerid":[")" + id + R"("]}]}])", 1},
        {R"([{"providerInstanceId":")" + id + R"(","id":")" + id + R"("}])", 0},
        {R"([")" + id + R"("])", 0},
        {R"([{"providerCustomerId":{"id":")" + id + R"("}}])", 0},
        {R"([{"providerCustomerId":"CUST-1"},{"providerCustomerId":null},{"providerCustomerId":7}])", 0},
        {"null", 0},
        {R"("text")", 0}}) {
    CAPTURE(row.provider_customers);
    const auto page = customers(customer_with(row.provider_customers));
    REQUIRE(page.has_value());
    CHECK(page->customers[0].tenant_ids.size() == row.found);
  }
}

TEST_CASE("refuses evidence nested too deep to be read") {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(customers(customer_with(deep)).has_error());
}

TEST_CASE("lists groups with their names") {
  const auto page = decode_group_list(read_sample("cloud_cockpit/list_groups"), 1, {});
  REQUIRE(page.has_value());
  REQUIRE(page->groups.size() == 3);
  CHECK(page->groups[0].id == "eeeeeeee-0000-4000-8000-000000000001");
  CHECK(page->groups[0].name == "Administrator");
  CHECK(page->groups[2].name.empty());
  CHECK_FALSE(page->next.has_value());
  CHECK(page->drift.is_empty());
}

TEST_CASE("counts what is new in customers and groups by its path") {
  const auto listed =
      customers(R"({"items":[{"id":"0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10","domain":"x"}],"nextLink":null})");
  REQUIRE(listed.has_value());
  CHECK(listed->drift.count("customers[].domain") == 1);
  CHECK(listed->drift.count("nextLink") == 1);
  CHECK(listed->drift.entries().size() == 2);
  const auto named = groups(R"([{"id":"g","name":"G","members":[]}])");
  REQUIRE(named.has_value());
  CHECK(named->drift.count("groups[].members") == 1);
}

TEST_CASE("goes on where the envelope says so") {
  struct Row {
    const char* end;
    std::uint32_t page;
    const char* next;  // empty: the end
  };
  for (const auto& row : {Row{R"("hasNextPage":true)", 1, "2"},
                          {R"("hasNextPage":true,"totalPages":1)", 2, "3"},
                          {R"("hasNextPage":false,"totalPages":9)", 1, ""},
                          {R"("totalPages":2)", 1, "2"},
                          {R"("totalPages":"2")", 1, "2"},
                          {R"("totalPages":2)", 2, ""},
                          {R"("totalPages":0)", 1, ""},
                          {R"("totalPages":-1)", 1, ""},
                          {R"("hasNextPage":null,"totalPages":null)", 1, ""},
                          {R"("totalCount":1)", 1, ""}}) {
    CAPTURE(row.end);
    const auto page = groups(std::string(R"({"items":[{"id":"g"}],)") + row.end + "}", row.page);
    REQUIRE(page.has_value());
    CHECK(page->next.value_or("") == row.next);
  }
  CHECK_FALSE(groups(R"([{"id":"g"}])")->next.has_value());
}

TEST_CASE("refuses a list that goes on behind a page that must be its last") {
  for (const auto& page : {groups(R"({"items":[],"hasNextPage":true})", 2),
                           groups(R"({"items":[{"id":"g"}],"hasNextPage":true})", 10'000)}) {
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
  }
}

TEST_CASE("refuses customers and groups that are not the documented kind") {
  for (const char* body : {"", "{}", "null", "\"x\"", "<html>", R"({"items":null})", R"([null])", "[{}]",
                           R"([{"id":null}])", R"([{"id":5}])", R"({"items":[],"items":[]})", "[] []"}) {
    CAPTURE(body);
    const auto listed = customers(body);
    REQUIRE(listed.has_error());
    CHECK(listed.error().kind == ErrorKind::bad_response);
    const auto named = groups(body);
    REQUIRE(named.has_error());
    CHECK(named.error().kind == ErrorKind::bad_response);
  }
  CHECK(customers(R"([{"id":"no-guid"}])").has_error());
}

TEST_CASE("a list of customers cut at any byte is an error, never a shorter list") {
  const HttpReply whole = read_sample("cloud_cockpit/list_customers");
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    CAPTURE(size);
    const auto page = decode_customer_list(with_body(whole, whole.body.view().substr(0, size)), "", 1, {});
    REQUIRE(page.has_error());
    REQUIRE(page.error().kind == ErrorKind::bad_response);
  }
}

}  // namespace
}  // namespace adapters::cloud_cockpit
