#include "gateway/steps/host_rule.hpp"

#include <doctest/doctest.h>

namespace gateway::steps {

TEST_CASE("serves localhost, loopback addresses and configured names, with any port") {
  const HostRule rule({"Usher.Internal", "portal"});
  for (const auto* authority : {"localhost", "LocalHost:8080", "localhost.", "127.0.0.1", "127.0.0.1:8080",
                                "127.9.8.7", "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]", "usher.internal",
                                "USHER.INTERNAL:443", "usher.internal.", "portal:1"}) {
    CAPTURE(authority);
    CHECK(!rule.check(authority).has_value());
  }
}

TEST_CASE("refuses every other name, and a request without one, with 421") {
  const HostRule rule({"usher.internal"});
  for (const auto* authority :
       {"", "evil.example", "localhost.evil.example", "evil.localhost", "127.0.0.1.evil.example",
        "x.usher.internal", "usher.internal.evil", "10.0.0.1", "0.0.0.0", "128.0.0.1", "[::]", "[::2]",
        "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001", "localhost@evil", "localhost,evil"}) {
    CAPTURE(authority);
    const auto problem = rule.check(authority);
    REQUIRE(problem.has_value());
    CHECK(schema::kind_of(problem->code).status == 421);
    CHECK(problem->detail.find("evil") == std::string::npos);
  }
}

TEST_CASE("takes any name where clients have keys") {
  const HostRule rule;
  CHECK(!rule.check("evil.example").has_value());
  CHECK(!rule.check("").has_value());
}

}  // namespace gateway::steps
