#include "gateway/server/authority.hpp"

#include <doctest/doctest.h>

namespace gateway::server {

TEST_CASE("splits a host from its port") {
  const auto name = split_authority("usher.example:8443");
  REQUIRE(name.has_value());
  CHECK(name->host == "usher.example");
  CHECK(name->port == "8443");
  CHECK(!name->is_ipv6);

  const auto literal = split_authority("[::1]:8443");
  REQUIRE(literal.has_value());
  CHECK(literal->host == "::1");
  CHECK(literal->port == "8443");
  CHECK(literal->is_ipv6);

  const auto bare = split_authority("127.0.0.1");
  REQUIRE(bare.has_value());
  CHECK(bare->host == "127.0.0.1");
  CHECK(bare->port.empty());
}

TEST_CASE("takes no authority that could name two hosts") {
  for (const auto* text :
       {"", "a b", "a,b", "user@a", "a:b", "a:99999", "[::1", "[::1]a", "::1", "a%2eb", "a..b", "a/"}) {
    CAPTURE(text);
    CHECK(!split_authority(text).has_value());
  }
}

}  // namespace gateway::server
