#include "adapters/http_message.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace adapters {
namespace {

TEST_CASE("refuses an outgoing header value that would begin a header of its own") {
  HttpRequest request(Method::get, "/");
  for (const std::string_view value :
       {std::string_view("a\rb"), std::string_view("a\nb"), std::string_view("a\0b", 3),
        std::string_view("\x7f"), std::string_view("\x01")}) {
    CHECK_THROWS_AS(request.set_header("X", value), std::invalid_argument);
  }
  CHECK(request.headers().empty());
  request.set_header("X", "a\tb");
  request.set_header("X", "c");
  REQUIRE(request.headers().size() == 1);
  CHECK(request.headers()[0].second == "c");
}

TEST_CASE("finds the first value of a reply's field") {
  HttpReply reply;
  reply.headers = {{"retry-after", "1"}, {"retry-after", "2"}};
  CHECK(reply.header("retry-after") == "1");
  CHECK(reply.header("date").empty());
}

TEST_CASE("keeps what it holds when a body grows, and nothing when it is wiped") {
  WireBytes bytes = WireBytes::copy_of("secret");
  bytes.grow_to(100);
  CHECK(bytes.view() == "secret");
  CHECK(bytes.capacity() >= 100);
  bytes.wipe();
  CHECK(bytes.size() == 0);
  CHECK(std::string_view(bytes.data(), 6) == std::string_view("\0\0\0\0\0\0", 6));
}

}  // namespace
}  // namespace adapters
