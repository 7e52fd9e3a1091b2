#include "gateway/transport/resolver.hpp"

#include "tests/gateway/transport/loop.hpp"

#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <future>
#include <string>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::gateway_loop::in;
using tests::gateway_loop::Loop;

// Keeps the one thread that looks names up busy until it is released.
struct Busy {
  explicit Busy(Loop& loop) {
    asio::post(loop.resolver_threads(), [wait = released.get_future().share()] { wait.wait(); });
  }
  ~Busy() { release(); }
  void release() {
    if (!std::exchange(is_released, true)) released.set_value();
  }
  std::promise<void> released;
  bool is_released = false;
};

}  // namespace

TEST_CASE("an address is taken as it is, of either family") {
  Loop loop;
  const auto four = loop.run(loop.resolver()->resolve("192.0.2.7", 8443, in(seconds(5))));
  REQUIRE(four.has_value());
  REQUIRE(four->size() == 1);
  CHECK(four->front().address().to_string() == "192.0.2.7");
  CHECK(four->front().port() == 8443);
  const auto six = loop.run(loop.resolver()->resolve("2001:db8::1", 443, in(seconds(5))));
  REQUIRE(six.has_value());
  CHECK(six->front().address().to_string() == "2001:db8::1");
}

TEST_CASE("a name becomes its addresses, each with the port") {
  Loop loop;
  const auto found = loop.run(loop.resolver()->resolve("localhost", 8080, in(seconds(5))));
  REQUIRE(found.has_value());
  REQUIRE_FALSE(found->empty());
  for (const auto& endpoint : *found) {
    CHECK(endpoint.address().is_loopback());
    CHECK(endpoint.port() == 8080);
  }
}

TEST_CASE("a name that does not exist is an error that may heal") {
  Loop loop;
  // Longer than any name can be, so that nobody is asked.
  const auto found = loop.run(loop.resolver()->resolve(std::string(300, 'x'), 80, in(seconds(5))));
  REQUIRE(found.has_error());
  CHECK(found.error().kind == adapters::ErrorKind::failed);
  CHECK(found.error().retryable);
}

TEST_CASE("localhost and what is below it are the loopback, whatever the system's files say") {
  Loop loop;
  for (const std::string name : {"localhost", "usher.localhost"}) {
    const auto found = loop.run(loop.resolver()->resolve(name, 8080, in(seconds(5))));
    REQUIRE(found.has_value());
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].address().to_string() == "127.0.0.1");
    CHECK((*found)[1].address().to_string() == "::1");
    CHECK((*found)[1].port() == 8080);
  }
}

TEST_CASE("a look-up that takes too long ends at the deadline, and its answer serves the next") {
  Loop loop;
  Busy busy(loop);
  const auto late = loop.run(loop.resolver()->resolve("localhost", 80, in(milliseconds(30))));
  REQUIRE(late.has_error());
  CHECK(late.error().kind == adapters::ErrorKind::timed_out);
  busy.release();
  const auto found = loop.run(loop.resolver()->resolve("localhost", 80, in(seconds(5))));
  CHECK(found.has_value());
}

TEST_CASE("equal questions share one look-up, and its answer is kept") {
  Loop loop;
  int answered = 0;
  {
    Busy busy(loop);
    for (int i = 0; i < 100; ++i) {
      asio::co_spawn(loop.context(), loop.resolver()->resolve("localhost", 80, in(seconds(5))),
                     [&answered](std::exception_ptr failure, const adapters::Result<Endpoints>& found) {
                       answered += !failure && found.has_value() ? 1 : 0;
                     });
    }
    loop.context().restart();
    loop.context().poll();
    CHECK(answered == 0);
  }
  loop.run_until([&] { return answered == 100; });
  Busy again(loop);
  const auto kept = loop.run(loop.resolver()->resolve("localhost", 80, in(milliseconds(500))));
  CHECK(kept.has_value());
}

}  // namespace gateway::transport
