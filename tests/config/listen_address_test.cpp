#include "config/listen_address.hpp"

#include <doctest/doctest.h>

using config::parse_listen_address;

TEST_CASE("reads numeric addresses, localhost and Unix sockets") {
  struct Row {
    std::string text;
    const char* printed;
    bool loopback;
    bool wildcard;
  };
  for (const Row& row :
       {Row{"127.0.0.1:8080", "127.0.0.1:8080", true, false}, Row{"127.1.2.3:0", "127.1.2.3:0", true, false},
        Row{"localhost:8080", "127.0.0.1:8080", true, false}, Row{"[::1]:8080", "[::1]:8080", true, false},
        Row{"[0:0:0:0:0:0:0:1]:8080", "[::1]:8080", true, false},
        Row{"0.0.0.0:80", "0.0.0.0:80", false, true}, Row{"[::]:65535", "[::]:65535", false, true},
        Row{"10.0.0.1:80", "10.0.0.1:80", false, false},
        Row{"[::ffff:127.0.0.1]:80", "[::ffff:127.0.0.1]:80", false, false},
        Row{"unix:/run/usher/usher.sock", "unix:/run/usher/usher.sock", false, false}}) {
    CAPTURE(row.text);
    const auto address = parse_listen_address(row.text);
    REQUIRE(address.has_value());
    CHECK(address->to_string() == row.printed);
    CHECK(address->is_loopback() == row.loopback);
    CHECK(address->is_wildcard() == row.wildcard);
    CHECK(address->is_unix() == std::string(row.text).starts_with("unix:"));
  }
}

TEST_CASE("refuses addresses that are not numeric, without a port, or no path") {
  for (const std::string& text : {std::string(""),
                                  std::string(":8080"),
                                  std::string("127.0.0.1"),
                                  std::string("8080"),
                                  std::string("[::1]"),
                                  std::string("::1:8080"),
                                  std::string("example.com:80"),
                                  std::string("127.0.0.1:"),
                                  std::string("127.0.0.1:65536"),
                                  std::string("127.0.0.1:080"),
                                  std::string("127.0.0.1:http"),
                                  std::string("127.1:80"),
                                  std::string("[127.0.0.1]:80"),
                                  std::string("[::1%lo]:80"),
                                  std::string("*:80"),
                                  std::string("http://127.0.0.1:80"),
                                  std::string("unix:"),
                                  std::string("unix:usher.sock"),
                                  std::string("unix:/run/"),
                                  std::string("unix:@abstract"),
                                  "unix:/" + std::string(107, 'a')}) {
    CAPTURE(text);
    CHECK(parse_listen_address(text).has_error());
  }
  CHECK(parse_listen_address("unix:/" + std::string(106, 'a')).has_value());
}

TEST_CASE("knows which addresses cannot be bound together") {
  const auto together = [](const char* a, const char* b) {
    return !collide(*parse_listen_address(a), *parse_listen_address(b));
  };
  CHECK(!together("127.0.0.1:80", "127.0.0.1:80"));
  CHECK(!together("127.0.0.1:80", "localhost:80"));
  CHECK(!together("0.0.0.0:80", "127.0.0.1:80"));
  CHECK(!together("[::1]:80", "[::]:80"));
  CHECK(!together("unix:/a", "unix:/a"));
  CHECK(together("127.0.0.1:80", "127.0.0.1:81"));
  CHECK(together("127.0.0.1:80", "127.0.0.2:80"));
  CHECK(together("127.0.0.1:80", "[::1]:80"));
  CHECK(together("127.0.0.1:0", "127.0.0.1:0"));
  CHECK(together("unix:/a", "unix:/b"));
  CHECK(together("unix:/a", "127.0.0.1:80"));
}
