#include "adapters/partner_center/customer_list.hpp"

#include "tests/adapters/partner_center/public_api.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::partner_center {
namespace {

using tests::adapters::base_url;
using tests::adapters::read_sample;
using tests::adapters::with_body;

Result<CustomerPage> customers_in(HttpReply reply) {
  return decode_customer_list(std::move(reply), base_url(), true, {});
}

Result<CustomerPage> customers_in(std::string_view body) {
  return customers_in(tests::adapters::reply_of(200, body));
}

TEST_CASE("the documented customers are listed, each as the Microsoft tenant of its id") {
  const auto page = customers_in(read_sample("partner_center/list_customers"));
  REQUIRE(page.has_value());
  REQUIRE(page->customers.size() == 2);
  const auto first = *schema::Guid::parse("b44bb1fb-c595-45b0-9e09-d657365580bf");
  CHECK(page->customers[0].binding == CustomerBinding{first, {}});
  CHECK(page->customers[0].tenant_ids == std::vector{first});
  CHECK(page->customers[0].name == "companyName");
  CHECK(page->customers[0].domain == "domain");
  CHECK_FALSE(page->next.has_value());
  CHECK(page->drift.is_empty());
}

TEST_CASE("a page of customers says where it goes on, and a customer without a relationship is one too") {
  const auto page = customers_in(read_sample("partner_center/list_customers_with_next"));
  REQUIRE(page.has_value());
  REQUIRE(page->customers.size() == 2);
  CHECK(page->customers[0].name == "Müller \"Söhne\"");
  CHECK(page->customers[0].binding.id.to_string() == "b44bb1fb-c595-45b0-9e09-d657365580bf");
  CHECK(page->customers[1].name == "Fabrikam");
  REQUIRE(page->next.has_value());
  const auto request = encode_customer_list(base_url(), *page->next);
  REQUIRE(request.has_value());
  CHECK(request->target() == "/v1/customers?size=500&seekOperation=Next");
  CHECK(request->headers() ==
        std::vector<std::pair<std::string, std::string>>{{"MS-ContinuationToken", "AQAAAA=="}});
  CHECK(page->drift.is_empty());
}

TEST_CASE("what is new in a customer is counted by its path") {
  const auto page = customers_in(read_sample("partner_center/list_customers_new_members"));
  REQUIRE(page.has_value());
  CHECK(page->customers.size() == 1);
  CHECK(page->drift.count("customers[].segment") == 1);
  CHECK(page->drift.count("customers[].relationshipToPartner=?") == 1);
  CHECK(page->drift.entries().size() == 2);
}

TEST_CASE("a customer that says no more than its id is listed without a name") {
  const auto page = customers_in(
      R"({"items":[{"id":"45c44870-ef77-4fdd-b6fe-3dacb075cff2","companyProfile":null},)"
      R"({"id":"45c44870-ef77-4fdd-b6fe-3dacb075cff3","companyProfile":{"companyName":5,"domain":null}}]})");
  REQUIRE(page.has_value());
  REQUIRE(page->customers.size() == 2);
  for (const auto& customer : page->customers) {
    CHECK(customer.name.empty());
    CHECK(customer.domain.empty());
  }
}

TEST_CASE("asks for the most customers that the service gives") {
  CHECK(encode_customer_list(base_url(), "")->target() == "/v1/customers?size=500");
  config::Url proxied = base_url();
  proxied.path_prefix = "/pc";
  CHECK(encode_customer_list(proxied, "")->target() == "/pc/v1/customers?size=500");
}

TEST_CASE("refuses a list of customers that is not the documented kind, or leads elsewhere") {
  for (const char* body :
       {"", "[]", "null", "{}", "<html>", R"({"items":null})", R"({"items":[null]})", R"({"items":[{}]})",
        R"({"items":[{"id":null}]})", R"({"items":[{"id":5}]})", R"({"items":[{"id":"fabrikam"}]})",
        R"({"items":[],"items":[]})", R"({"items":[]}x)",
        R"({"items":[],"links":{"next":{"uri":"https://evil.example/v1/customers?size=2"}}})",
        R"({"items":[],"links":{"next":{"uri":"/customers/45c44870-ef77-4fdd-b6fe-3dacb075cff2/users"}}})"}) {
    CAPTURE(body);
    const auto page = customers_in(body);
    REQUIRE(page.has_error());
    CHECK(page.error().kind == ErrorKind::bad_response);
  }
}

TEST_CASE("a list of customers cut at any byte is an error, never a shorter list") {
  const HttpReply whole = read_sample("partner_center/list_customers_with_next");
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    CAPTURE(size);
    const auto page = customers_in(with_body(whole, whole.body.view().substr(0, size)));
    REQUIRE(page.has_error());
    REQUIRE(page.error().kind == ErrorKind::bad_response);
  }
}

TEST_CASE("never asks for a page that is not one of the customers") {
  for (const char* next :
       {"x", "/v1/customers", "\n", "/v1/customers/\nT", "/v2/customers\nT",
        "https://evil.example/v1/customers\nT", "/v1/customers?a b\nT", "/v1/customers\na\r\nX: y"}) {
    CAPTURE(next);
    CHECK_FALSE(encode_customer_list(base_url(), next).has_value());
  }
}

}  // namespace
}  // namespace adapters::partner_center
