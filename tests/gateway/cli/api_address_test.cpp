#include "gateway/cli/api_address.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::cli {

TEST_CASE("takes http of a loopback, https of any host and Unix sockets") {
  for (const std::string text :
       {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "https://usher.example.com",
        "https://usher.example.com:8443/behind/a/proxy", "unix:/run/usher/usher.sock"}) {
    CAPTURE(text);
    const auto address = parse_api_address(text);
    REQUIRE(address.has_value());
    CHECK(address->to_string() == text);
  }
  CHECK(parse_api_address("unix:/run/usher.sock")->unix_path == "/run/usher.sock");
  CHECK(parse_api_address("unix:/run/usher.sock")->url.authority() == "localhost");
}

TEST_CASE("sends no key in clear to another machine, and takes nothing that is no address") {
  for (const std::string text :
       {std::string("http://usher.example.com"), std::string("http://10.0.0.1:8080"), std::string("unix:"),
        std::string("unix:usher.sock"), "unix:/" + std::string(107, 'x'), std::string("127.0.0.1:8080"),
        std::string("ftp://127.0.0.1"), std::string("https://user:secret@example.com"),
        std::string("https://example.com/?x=1"), std::string()}) {
    CAPTURE(text);
    CHECK(parse_api_address(text).has_error());
  }
  CHECK(parse_api_address("unix:/" + std::string(106, 'x')).has_value());
}

}  // namespace gateway::cli
