#include "adapters/cloud_cockpit/codec.hpp"
#include "tests/adapters/wire_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace adapters::cloud_cockpit {
namespace {

const std::string tenant = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";
const std::string one = "0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a10";
const std::string two = "0d5c0a51-6a0e-4a6e-8a36-5a2f2f7f3a11";
const std::string other = "00000000-0000-4000-8000-000000000000";

Result<std::optional<schema::Guid>> search(unsigned status, const std::string& body) {
  HttpReply reply;
  reply.status = status;
  reply.body = WireBytes::copy_of(body);
  return decode_found_customer(std::move(reply), *schema::Guid::parse(tenant), {});
}

std::string hit(const std::string& id, const std::string& provider_customers) {
  return R"({"id":")" + id + R"(","companyName":"C","providerCustomers":)" + provider_customers + "}";
}
std::string proof(const std::string& id) {
  return R"([{"providerCustomerId":")" + id + R"(","providerInstanceId":"x"}])";
}
std::string envelope(const std::string& items, const std::string& more = "false") {
  return R"({"items":[)" + items + R"(],"totalPages":1,"hasNextPage":)" + more + "}";
}

std::string found(const std::string& body) {
  const auto result = search(200, body);
  if (result.has_error()) return result.error().kind == ErrorKind::bad_response ? "bad" : "error";
  return *result ? (*result)->to_string() : "none";
}

TEST_CASE("refuses a hit whose evidence is nested too deep to be read") {
  CHECK(found(envelope(hit(one, std::string(200'000, '[') + std::string(200'000, ']')))) == "bad");
}

TEST_CASE("finds the customer that carries the tenant id") {
  const auto sample = decode_found_customer(tests::adapters::read_sample("cloud_cockpit/found_customer"),
                                            *schema::Guid::parse(tenant), {});
  REQUIRE(sample.has_value());
  REQUIRE(sample->has_value());
  CHECK((**sample).to_string() == one);
  CHECK(found(envelope(hit(other, proof(other)) + "," + hit(one, proof(tenant)))) == one);
  CHECK(found("[" + hit(one, proof(tenant)) + "]") == one);
  CHECK(found(envelope(hit(one, R"([{"details":{"microsoftId":")" + tenant + R"("}}])"))) == one);
  CHECK(found(envelope(hit(one, "[\"" + tenant + "\"]"))) == one);
  CHECK(found(envelope(hit(one, proof(tenant)) + "," + hit(one, proof(tenant)))) == one);
}

TEST_CASE("takes the only hit where nothing says more about it") {
  for (const char* silent :
       {"null", "[]", "{}", R"([{"status":"Active"}])", R"([{"providerCustomerId":null}])"}) {
    CAPTURE(silent);
    CHECK(found(envelope(hit(one, silent))) == one);
    CHECK(found(envelope(hit(one, silent) + "," + hit(two, proof(other)))) == one);
    CHECK(found(envelope(hit(one, silent) + "," + hit(two, proof(tenant)))) == two);
  }
}

TEST_CASE("has no customer where nothing was found, or only others") {
  CHECK(found(envelope("")) == "none");
  CHECK(found("[]") == "none");
  CHECK(found(envelope(hit(one, proof(other)))) == "none");
}

TEST_CASE("does not guess among several hits") {
  CHECK(found(envelope(hit(one, "[]") + "," + hit(two, "[]"))) == "bad");
  CHECK(found(envelope(hit(one, proof(tenant)) + "," + hit(two, proof(tenant)))) == "bad");
  CHECK(found(envelope(hit(one, "[]"), "true")) == "bad");
  CHECK(found(envelope(hit(one, proof(other)), "true")) == "bad");
}

TEST_CASE("refuses a search result that is not the documented kind") {
  for (const std::string& body :
       {std::string(), std::string("{}"), std::string("null"), std::string(R"({"items":null})"),
        envelope("{}"), envelope(R"({"id":"not a guid"})"), envelope("null"), envelope("") + "x"}) {
    CAPTURE(body);
    CHECK(found(body) == "bad");
  }
}

TEST_CASE("tells a failed search from a customer that is not there") {
  CHECK(search(404, "").error().kind == ErrorKind::failed);
  CHECK(search(500, "").error().kind == ErrorKind::failed);
  CHECK(search(403, "").error().kind == ErrorKind::forbidden);
  CHECK(search(401, "").error().kind == ErrorKind::credentials);
}

}  // namespace
}  // namespace adapters::cloud_cockpit
