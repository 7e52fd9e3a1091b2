#include "config/url.hpp"

#include <doctest/doctest.h>

TEST_CASE("takes https addresses, and http ones of a loopback") {
  struct Row {
    std::string text;
    config::Url url;
    const char* authority;
  };
  const Row table[] = {
      {"https://api.example.com", {"https", "api.example.com", 443, ""}, "api.example.com"},
      {"HTTPS://API.Example.com/", {"https", "api.example.com", 443, ""}, "api.example.com"},
      {"https://api.example.com:8443/base/v1/",
       {"https", "api.example.com", 8443, "/base/v1"},
       "api.example.com:8443"},
      {"https://api.example.com:443", {"https", "api.example.com", 443, ""}, "api.example.com"},
      {"https://10.0.0.1/x", {"https", "10.0.0.1", 443, "/x"}, "10.0.0.1"},
      {"https://[2001:DB8::1]:8443", {"https", "2001:db8::1", 8443, ""}, "[2001:db8::1]:8443"},
      {"https://emulator_1/a%20b", {"https", "emulator_1", 443, "/a%20b"}, "emulator_1"},
      {"http://localhost:9000", {"http", "localhost", 9000, ""}, "localhost:9000"},
      {"http://LOCALHOST", {"http", "localhost", 80, ""}, "localhost"},
      {"http://127.0.0.1:80", {"http", "127.0.0.1", 80, ""}, "127.0.0.1"},
      {"http://127.9.8.7", {"http", "127.9.8.7", 80, ""}, "127.9.8.7"},
      {"http://[::1]:9000/p", {"http", "::1", 9000, "/p"}, "[::1]:9000"},
  };
  for (const Row& row : table) {
    CAPTURE(row.text);
    const auto url = config::parse_url(row.text);
    REQUIRE(url.has_value());
    CHECK(*url == row.url);
    CHECK(url->authority() == row.authority);
    CHECK(url->tls() == (row.url.scheme == "https"));
    const auto again = config::parse_url(url->to_string());
    REQUIRE(again.has_value());
    CHECK(*again == *url);
  }
}

TEST_CASE("refuses every other address and says why, without repeating it") {
  struct Row {
    std::string text;
    const char* why;
  };
  const Row table[] = {
      {"", "must be an address"},
      {"api.example.com", "must be an address"},
      {"https:", "must name a host"},
      {"https://", "must name a host"},
      {"https:///path", "must name a host"},
      {"https://:443", "must name a host"},
      {"https://exa mple.com", "must be an address"},
      {"https://ex%61mple.com", "must name a host"},
      {"https://bücher.example", "must be an address"},
      {"https://a..b", "must name a host"},
      {"https://-a", "must name a host"},
      {"https://[v1.x]", "must name a host"},
      {"https://api.example.com:0", "has no valid port"},
      {"https://api.example.com:", "has no valid port"},
      {"https://api.example.com:65536", "has no valid port"},
      {"https://api.example.com:http", "must be an address"},
      {"https://user:hunter2@api.example.com", "must not hold a user name"},
      {"https://user@api.example.com", "must not hold a user name"},
      {"https://api.example.com?x=hunter2", "must not hold a query"},
      {"https://api.example.com/#hunter2", "must not hold a fragment"},
      {"ftp://api.example.com", "must start with https"},
      {"unix:/run/x", "must start with https"},
      {"http://api.example.com", "must be https"},
      {"http://10.0.0.1", "must be https"},
      {"http://127.1", "must be https"},
      {"http://2130706433", "must be https"},
      {"http://localhost.example.com", "must be https"},
      {"http://127.0.0.1.example.com", "must be an address"},
      {"http://127.0.0.1x:80/", "must be an address"},
      {"https://[::1]x", "must be an address"},
      {"http://[::ffff:127.0.0.1]", "must be https"},
      {"http://0.0.0.0", "must be https"},
      {"https://a/b//c", "must have a plain path"},
      {"https://a/../b", "must have a plain path"},
      {"https://a/b/.", "must have a plain path"},
      {"https://a/%2e%2E/b", "must have a plain path"},
      {"https://a/b%2Fc", "must have a plain path"},
      {"https://a//", "must have a plain path"},
  };
  for (const Row& row : table) {
    CAPTURE(row.text);
    const auto url = config::parse_url(row.text);
    REQUIRE(url.has_error());
    CHECK(url.error().message.substr(0, std::string(row.why).size()) == row.why);
    CHECK(url.error().message.find("hunter2") == std::string::npos);
  }
}
