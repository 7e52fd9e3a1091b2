// A client's own limit: refused before the body, told in three headers, and nobody else's matter.
#include "tests/integration/callers.hpp"
#include "tests/integration/hostile.hpp"

#include <doctest/doctest.h>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::Headers;
using support::HttpConnection;
using support::HttpReply;

std::string rated_yaml() {
  const std::string rest = "], tenants: [contoso], allow: [users.read, users.create], rate: ";
  return support::emulated_yaml(arena().emulator,
                                "clients:\n"
                                "  slow: {api_key_sha256: [" +
                                    hash_of_key("slow-key") + rest + "3/h}\n" +
                                    "  other: {api_key_sha256: [" + hash_of_key("other-key") + rest +
                                    "100/m}\n" + "  free: {api_key_sha256: [" + hash_of_key("free-key") +
                                    "], tenants: [contoso], allow: [users.read]}\n");
}

Headers key(const std::string& name) { return bearing(name + "-key"); }

}  // namespace

TEST_CASE("a client that has used up its rate gets 429 with its three headers, and others go on") {
  const support::GatewayProcess gateway(rated_yaml());
  const char* targets[] = {users_target.data(), "/v1/tenants/nobodys/customers/twelve/users",
                           "/v1/tenants/contoso/customers/twelve/users?unknown=1"};
  const unsigned statuses[] = {200, 404, 400};
  for (int i = 0; i < 3; ++i) {
    const HttpReply reply = gateway.get(targets[i], key("slow"));
    CHECK(reply.status == statuses[i]);
    CHECK(reply.header("ratelimit") ==
          "\"default\";r=" + std::to_string(2 - i) + ";t=" + std::to_string(1200 * (i + 1)));
    CHECK(reply.header("ratelimit-policy") == "\"default\";q=3;w=3600");
  }
  const HttpReply refused = gateway.get(users_target, key("slow"));
  CHECK(refused.status == 429);
  CHECK(refused.json().at("code") == "rate_limited");
  CHECK(refused.header("ratelimit").starts_with("\"default\";r=0;t=3"));
  CHECK(refused.header("ratelimit-policy") == "\"default\";q=3;w=3600");
  const int wait = std::stoi(refused.header("retry-after"));
  CHECK(wait > 1100);
  CHECK(wait <= 1200);

  for (int i = 0; i < 20; ++i) {
    const HttpReply reply = gateway.get(users_target, key("other"));
    CHECK(reply.status == 200);
    CHECK(reply.header("ratelimit").starts_with("\"default\";r=" + std::to_string(99 - i)));
  }
  const HttpReply free = gateway.get(users_target, key("free"));
  CHECK(free.status == 200);
  CHECK(free.header("ratelimit").empty());
  // Whoever is not known has no limit that could be told.
  CHECK(gateway.get(users_target, key("wrong")).header("ratelimit").empty());
}

TEST_CASE("a request past the rate is refused before its body, and health and documents count for nobody") {
  const support::GatewayProcess gateway(rated_yaml());
  for (const char* target : {"/livez", "/readyz", "/openapi.json", "/problems/rate_limited", "/livez"}) {
    const HttpReply reply = gateway.get(target, key("slow"));
    CHECK(reply.status == 200);
    CHECK(reply.header("ratelimit").empty());
  }
  for (int i = 0; i < 3; ++i)
    CHECK(gateway.get(users_target, key("slow")).status == 200);
  HttpConnection connection(gateway.port());
  connection.send("POST " + std::string(users_target) +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
                  "Authorization: Bearer slow-key\r\nExpect: 100-continue\r\n\r\n");
  CHECK(connection.read_reply(false, 5s).status == 429);
  CHECK(connection.is_closed_within(5s));
}

TEST_CASE("an answer that is refused with its body says the rate too") {
  const support::GatewayProcess gateway(rated_yaml());
  HttpConnection connection(gateway.port());
  connection.send("POST " + std::string(users_target) +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  "Authorization: Bearer slow-key\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
  const HttpReply reply = connection.read_reply(false, 5s);
  CHECK(reply.status == 400);
  CHECK(reply.header("ratelimit") == "\"default\";r=2;t=1200");
}

}  // namespace tests::integration
