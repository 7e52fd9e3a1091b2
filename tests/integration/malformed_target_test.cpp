// Paths, query parameters and header values that are well framed and cannot be served.
#include "tests/integration/hostile.hpp"

#include <doctest/doctest.h>

namespace tests::integration {
namespace {

std::vector<Hostile> with_targets(std::initializer_list<std::string> targets, const char* code) {
  std::vector<Hostile> all;
  for (const auto& target : targets)
    all.push_back({target, get(target), code});
  return all;
}

const std::string customers_target = "/v1/tenants/contoso/customers/";

}  // namespace

TEST_CASE("refuses paths that lead elsewhere once somebody decodes them") {
  check_refused(with_targets(
      {
          customers_target + "twelve%2f..%2fcan4ry/users",
          customers_target + "..%2f..%2fcan4ry/users",
          customers_target + "..%5c..%5ccan4ry/users",
          customers_target + "../can4ry/users",
          customers_target + "%2e%2e/users",
          customers_target + "./users",
          customers_target + "can4ry%00/users",
          customers_target + "can4ry%0d%0aX-Injected:%20yes/users",
          customers_target + "can4ry%7f/users",
          customers_target + "/users",
          "//v1/tenants/can4ry",
          "/v1//tenants",
          customers_target + "can4ry%/users",
          customers_target + "can4ry%2/users",
          customers_target + "can4ry%zz/users",
          customers_target + "can4ry%c0%af/users",
          customers_target + "can4ry%ff/users",
          customers_target + "can4ry%ed%a0%80/users",
      },
      "invalid_request"));
}

TEST_CASE("does not find what no path and no name is") {
  check_refused(with_targets(
      {"/", "/can4ry", "/v1/tenants/", "/V1/tenants", "/livez/",
       "/v1/tenants/contoso/customers/twelve/users/", "/v2", "/v1/tenants;can4ry", "/problems/can4ry"},
      "not_found"));
  check_refused(with_targets(
      {"/v1/tenants/can4ry/customers/twelve/users", "/v1/tenants/CONTOSO/customers/twelve/users"},
      "tenant_not_found"));
}

TEST_CASE("takes no customer that is neither an alias nor a GUID, decoded once and no more") {
  check_refused(with_targets(
      {
          customers_target + "can4ry/users",
          customers_target + "Twelve/users",
          customers_target + "%252e%252e%252fcan4ry/users",
          customers_target + "twelve%2500/users",
          customers_target + "aaaaaaaa-0000-4000-8000-00000000001/users",
          customers_target + "aaaaaaaa-0000-4000-8000-0000000000123/users",
          customers_target + "aaaaaaaa-0000-4000-8000-00000000001g/users",
          customers_target + "aaaaaaaa00004000800000000000012/users",
          customers_target + "%7baaaaaaaa-0000-4000-8000-000000000012%7d/users",
          customers_target + "%20aaaaaaaa-0000-4000-8000-000000000012/users",
          customers_target + "urn:uuid:aaaaaaaa-0000-4000-8000-000000000012/users",
      },
      "customer_not_found"));
}

TEST_CASE("asks nobody for a user id without a provider's prefix, or without an id behind it") {
  check_refused(with_targets(
      {
          std::string(users_target) + "/can4ry",
          std::string(users_target) + "/can4ry:0d5c4b3a-2918-4706-8f5e-4d3c2b1a0918",
          std::string(users_target) + "/can4ry%3A0d5c4b3a-2918-4706-8f5e-4d3c2b1a0918",
          std::string(users_target) + "/partner_center",
          std::string(users_target) + "/partner_center:",
          std::string(users_target) + "/Partner_Center:0d5c4b3a-2918-4706-8f5e-4d3c2b1a0918",
      },
      "user_not_found"));
}

TEST_CASE("refuses query parameters that it does not know, or with a value that cannot be") {
  const std::string list = std::string(users_target) + '?';
  std::string many = list;
  for (int i = 0; i < 65; ++i)
    many += "limit=1&";
  check_refused(with_targets(
      {
          list + "unknown=can4ry",
          list + "Limit=5",
          list + "limit=0",
          list + "limit=1001",
          list + "limit=-1",
          list + "limit=1e3",
          list + "limit=",
          list + "limit=can4ry",
          list + "limit=5&limit=5",
          list + "provider=can4ry",
          list + "provider=",
          list + "provider=partner_center,partner_center",
          list + "provider=partner_center&provider=cloud_cockpit",
          list + "require=can4ry",
          list + "require=all&require=all",
          list + "limit=5%",
          list + "limit=%zzcan4ry",
          list + "limit=%00can4ry",
          list + "limit=5%0d%0acan4ry",
          list + "%00=can4ry",
          list + "=can4ry",
          list + "sort=can4ry",
          list + "state=can4ry",
          list + "fields=can4ry",
          list + "include=can4ry",
          list + "search=",
          list + "cursor=can4ry&cursor=can4ry",
          list + "filter=can4ry&limit=0",
          list + "limit=5&%6cimit=6",
          many,
          "/livez?verbose=can4ry",
          "/v1/tenants?unknown=can4ry",
      },
      "invalid_parameter"));
  check_refused(with_targets({list + "cursor=can4ry", list + "cursor=", list + "cursor=%2e%2e%2fcan4ry"},
                             "invalid_cursor"));
  check_refused(with_targets({list + "filter=", list + "filter=email%20eq%20can4ry",
                              list + "filter=email%20eq%20%22can4ry", list + "filter=((((((((((((can4ry"},
                             "invalid_filter"));
}

TEST_CASE("refuses methods that a path does not have and bodies where none belongs") {
  std::vector<Hostile> methods;
  for (const char* method : {"PUT", "DELETE", "PATCH", "TRACE", "get", "CAN4RY"}) {
    methods.push_back(
        {method,
         std::string(method) + ' ' + std::string(users_target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
         "method_not_allowed"});
  }
  check_refused(methods);
  check_ends_the_connection({
      {"a body", get(users_target, "Content-Length: 6\r\n") + "can4ry", "invalid_request"},
      {"chunks", get(users_target, "Transfer-Encoding: chunked\r\n") + "6\r\ncan4ry\r\n0\r\n\r\n",
       "invalid_request"},
  });
}

TEST_CASE("refuses header values that it cannot serve, and replaces a correlation id that is none") {
  std::vector<Hostile> accepts;
  for (const char* accept :
       {"text/html", "can4ry/*", "application/json;q=0", "application/json;q=can4ry", ",", "*"})
    accepts.push_back(
        {accept, get(users_target, "Accept: " + std::string(accept) + "\r\n"), "not_acceptable"});
  check_refused(accepts);
  std::vector<Hostile> keys;
  for (const std::string key : {"can4ry can4ry", "\"can4ry", "\"can4ry\"; a=1", "\"\\can4ry\"", "\"\""})
    keys.push_back({key, post("{}", "Idempotency-Key: " + key + "\r\n"), "invalid_request"});
  keys.push_back(
      {"long", post("{}", "Idempotency-Key: " + std::string(256, 'k') + "\r\n"), "invalid_request"});
  check_refused(keys);
  check_refused({{"X-Correlation-Id", get("/can4ry", "X-Correlation-Id: can4ry\r\n"), "not_found"},
                 {"traceparent", get("/can4ry", "traceparent: 00-can4ry-can4ry-01\r\n"), "not_found"}});
}

}  // namespace tests::integration
