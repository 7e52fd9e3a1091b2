#include "gateway/policy/retry.hpp"

#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_http_client.hpp"
#include "tests/support/run_coroutine.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::policy {

namespace {

using adapters::ErrorKind;
using adapters::HttpReply;
using adapters::HttpRequest;
using adapters::Method;
using tests::support::FakeClock;
using tests::support::FakeHttpClient;
using tests::support::run_coroutine;

RetryRules quick() {
  RetryRules rules;
  rules.least = adapters::milliseconds(1);
  rules.most = adapters::milliseconds(2);
  rules.random = [] { return 0.5; };
  return rules;
}

struct RetryScene {
  explicit RetryScene(RetryRules rules = quick()) : retry(wire, clock, std::move(rules)) {}

  adapters::Result<HttpReply> send(Method method = Method::get,
                                   adapters::Duration time = std::chrono::seconds(30)) {
    adapters::CallContext context;
    context.deadline = clock.now() + time;
    return run_coroutine(retry.send(context, HttpRequest(method, "/users")));
  }
  void answer(unsigned status, std::string_view retry_after) {
    HttpReply reply;
    reply.status = status;
    reply.headers.emplace_back("retry-after", retry_after);
    wire.answer(std::move(reply));
  }

  FakeClock clock;
  FakeHttpClient wire;
  Retry retry;
};

adapters::ProviderError error(bool retryable) {
  adapters::ProviderError failure;
  failure.retryable = retryable;
  return failure;
}

}  // namespace

TEST_CASE("repeats a GET twice at the most, and only what time heals") {
  struct Row {
    unsigned status;
    std::size_t sent;
  };
  const std::vector<Row> rows = {{200, 1}, {201, 1}, {204, 1}, {302, 1}, {400, 1}, {401, 1},
                                 {403, 1}, {404, 1}, {408, 1}, {409, 1}, {422, 1}, {429, 3},
                                 {500, 3}, {501, 1}, {502, 3}, {503, 3}, {504, 3}};
  for (const Row& row : rows) {
    CAPTURE(row.status);
    RetryScene world;
    for (std::size_t i = 0; i < row.sent; ++i)
      world.wire.answer(row.status, "");
    const auto reply = world.send();
    REQUIRE(reply.has_value());
    CHECK(reply->status == row.status);
    CHECK(world.wire.log().size() == row.sent);
  }
}

TEST_CASE("ends the repeats with the first good answer") {
  RetryScene world;
  world.wire.answer(503, "");
  world.wire.answer(200, "users");
  const auto reply = world.send();
  REQUIRE(reply.has_value());
  CHECK(reply->body.view() == "users");
  CHECK(world.wire.log().size() == 2);
}

TEST_CASE("repeats after an error that may heal, and after no other") {
  RetryScene world;
  world.wire.fail(error(true));
  world.wire.fail(error(true));
  world.wire.fail(error(true));
  CHECK(world.send().has_error());
  CHECK(world.wire.log().size() == 3);

  RetryScene hopeless;
  hopeless.wire.fail(error(false));
  CHECK(hopeless.send().has_error());
  CHECK(hopeless.wire.log().size() == 1);
}

TEST_CASE("never repeats a POST") {
  for (const unsigned status : {429u, 500u, 503u}) {
    RetryScene world;
    world.wire.answer(status, "");
    const auto reply = world.send(Method::post);
    REQUIRE(reply.has_value());
    CHECK(reply->status == status);
    CHECK(world.wire.log().size() == 1);
  }
  RetryScene world;
  world.wire.fail(error(true));
  CHECK(world.send(Method::post).has_error());
  CHECK(world.wire.log().size() == 1);
}

TEST_CASE("repeats nothing for which the deadline leaves no time") {
  RetryScene world;
  world.wire.answer(503, "");
  CHECK(world.send(Method::get, adapters::milliseconds(1)).has_value());
  CHECK(world.wire.log().size() == 1);
}

TEST_CASE("waits as long as the provider asks") {
  RetryScene past;
  past.answer(503, "Wed, 31 Dec 2025 23:00:00 GMT");  // an hour before the clock's new year
  past.wire.answer(200, "");
  CHECK(past.send()->status == 200);

  // Asked for ten seconds, with nine left: no repeat comes early instead.
  for (const char* asked : {"10", "Thu, 01 Jan 2026 00:00:10 GMT"}) {
    CAPTURE(asked);
    RetryScene world;
    world.answer(503, asked);
    const auto reply = world.send(Method::get, std::chrono::seconds(9));
    REQUIRE(reply.has_error());
    CHECK(reply.error().kind == ErrorKind::unavailable);
    CHECK(reply.error().status == 503);
    CHECK(reply.error().retry_after == std::chrono::seconds(10));
    CHECK(world.wire.log().size() == 1);
  }
}

TEST_CASE("a 429 goes to its adapter, which knows what it says") {
  RetryScene world;
  world.answer(429, "3600");
  const auto reply = world.send();
  REQUIRE(reply.has_value());
  CHECK(reply->status == 429);
}

TEST_CASE("an outage is not multiplied: a share of the requests and five a second") {
  int repeats = 0;
  RetryRules rules = quick();
  rules.on_repeat = [&repeats] { ++repeats; };
  RetryScene world(rules);
  // 200 requests at once earn 40 repeats, and five were there.
  for (int i = 0; i < 1000; ++i)
    world.wire.fail(error(true));
  for (int i = 0; i < 200; ++i)
    CHECK(world.send().has_error());
  CHECK(repeats <= 45);
  CHECK(repeats >= 40);
  CHECK(world.wire.log().size() == 200 + static_cast<std::size_t>(repeats));
}

TEST_CASE("the budget grows with time, five a second and five at the most") {
  FakeClock clock;
  RetryBudget budget(0, clock.now());
  int spent = 0;
  while (budget.spend(clock.now()))
    ++spent;
  CHECK(spent == 5);
  clock.advance(adapters::milliseconds(1000));
  for (spent = 0; budget.spend(clock.now());)
    ++spent;
  CHECK(spent == 5);
  clock.advance(std::chrono::hours(1));
  for (spent = 0; budget.spend(clock.now());)
    ++spent;
  CHECK(spent == 5);
}

TEST_CASE("jitter stays between its bounds and grows with each repeat") {
  // With the largest random number the first wait is nearly 2 x least, the second nearly 4 x: past a deadline
  // between them only the first fits.
  RetryRules rules;
  rules.least = adapters::milliseconds(10);
  rules.most = adapters::milliseconds(2000);
  rules.random = [] { return 0.999; };
  RetryScene world(rules);
  world.wire.answer(503, "");
  world.wire.answer(503, "");
  CHECK(world.send(Method::get, adapters::milliseconds(25)).has_value());
  CHECK(world.wire.log().size() == 2);
}

}  // namespace gateway::policy
