#include "gateway/transport/connection_pool.hpp"

#include "tests/gateway/transport/scripted_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <doctest/doctest.h>

#include <optional>
#include <vector>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using std::chrono::seconds;
using tests::gateway_loop::get;
using tests::gateway_loop::in;
using tests::gateway_loop::Loop;
using tests::gateway_loop::ok;
using tests::gateway_loop::ScriptedServer;
using tests::gateway_loop::upstream_at;
using Loan = ConnectionPool::Loan;
using Want = ConnectionPool::Want;

struct PooledUpstream {
  explicit PooledUpstream(std::uint32_t most, adapters::Duration idle_limit = seconds(50))
      : server(loop, {{{ok("")}, {ok("")}}, {{ok("")}, {ok("")}}, {{ok("")}, {ok("")}}}) {
    auto upstream = upstream_at(loop, server.port());
    upstream.limits.upstream_max = most;
    upstream.idle_limit = idle_limit;
    pool = std::make_shared<ConnectionPool>(upstream, loop.watch(), loop.executor());
  }

  Loan borrow(Want want = Want::any) {
    auto loan = loop.run(pool->borrow(want, in(seconds(5))));
    REQUIRE(loan.has_value());
    return std::move(*loan);
  }
  // One exchange, so that the connection is worth keeping.
  void use(Loan& loan) { REQUIRE(loop.run(loan->exchange(get(), in(seconds(5)))).has_value()); }

  Loop loop;
  ScriptedServer server;
  std::shared_ptr<ConnectionPool> pool;
};

// A borrower that waits beside the test.
struct Waiter {
  explicit Waiter(PooledUpstream& world, adapters::TimePoint deadline = in(seconds(60))) {
    asio::co_spawn(world.loop.context(), world.pool->borrow(Want::any, deadline),
                   asio::bind_cancellation_slot(
                       give_up.slot(), [this](std::exception_ptr failure, adapters::Result<Loan> result) {
                         ended = true;
                         if (!failure && result) loan = std::move(*result);
                         if (!failure && result.has_error()) error = result.error();
                       }));
  }
  asio::cancellation_signal give_up;
  bool ended = false;
  std::optional<Loan> loan;
  std::optional<adapters::ProviderError> error;
};

}  // namespace

TEST_CASE("lends no more connections than the limit; who waits gets the next free place, in order") {
  PooledUpstream world(2);
  std::optional<Loan> first = world.borrow();
  Loan second = world.borrow();
  Waiter third(world), fourth(world);
  world.loop.run_until([&] { return world.server.connections() == 2; });
  CHECK_FALSE(third.ended);
  CHECK(world.pool->in_use() == 2);

  first.reset();
  world.loop.run_until([&] { return third.ended; });
  CHECK(third.loan.has_value());
  CHECK_FALSE(fourth.ended);
  CHECK(world.pool->in_use() == 2);

  third.loan.reset();
  world.loop.run_until([&] { return fourth.ended; });
  CHECK(fourth.loan.has_value());
  fourth.loan.reset();
  second = Loan();
  CHECK(world.pool->in_use() == 0);
}

TEST_CASE("a wait for a connection ends at the deadline") {
  PooledUpstream world(1);
  const Loan held = world.borrow();
  Waiter waiter(world, in(adapters::milliseconds(30)));
  world.loop.run_until([&] { return waiter.ended; });
  REQUIRE(waiter.error.has_value());
  CHECK(waiter.error->kind == adapters::ErrorKind::timed_out);
  CHECK_FALSE(waiter.error->sent);
}

TEST_CASE("a waiter who gives up takes no place with him") {
  PooledUpstream world(1);
  std::optional<Loan> held = world.borrow();
  Waiter quitter(world), patient(world);
  world.loop.run_until([&] { return world.server.connections() == 1; });
  SUBCASE("before a place is free") {
    quitter.give_up.emit(asio::cancellation_type::terminal);
    world.loop.run_until([&] { return quitter.ended; });
    held.reset();
  }
  SUBCASE("just when the place is his") {
    held.reset();
    quitter.give_up.emit(asio::cancellation_type::terminal);
  }
  world.loop.run_until([&] { return quitter.ended && patient.ended; });
  CHECK(patient.loan.has_value());
  CHECK(world.pool->in_use() == 1);
}

TEST_CASE("takes the connection that was used last, and none where a fresh one is wanted") {
  PooledUpstream world(3);
  {
    Loan first = world.borrow();
    Loan second = world.borrow();
    world.use(first);
    world.use(second);
  }
  CHECK(world.pool->idle() == 2);
  {
    const Loan again = world.borrow();
    CHECK(again->was_used());
    CHECK(world.server.connections() == 2);
    CHECK(world.pool->idle() == 1);
    const Loan fresh = world.borrow(Want::fresh);
    CHECK_FALSE(fresh->was_used());
    // What lies idle may be closing like the one that was met.
    CHECK(world.pool->idle() == 0);
  }
  world.loop.run_until([&] { return world.server.connections() == 3; });
}

TEST_CASE("a connection that was never used, or not to its end, is not kept") {
  PooledUpstream world(2);
  { const Loan unused = world.borrow(); }
  CHECK(world.pool->idle() == 0);
  CHECK(world.pool->in_use() == 0);
}

TEST_CASE("a connection that lies idle for too long is closed, without another request") {
  PooledUpstream world(2, adapters::milliseconds(20));
  {
    Loan loan = world.borrow();
    world.use(loan);
  }
  CHECK(world.pool->idle() == 1);
  world.loop.run_until([&] { return world.server.closed() == 1; });
  Loan next = world.borrow();
  CHECK_FALSE(next->was_used());
  CHECK(world.pool->idle() == 0);
}

TEST_CASE("those at the bottom of the pool do not lie there closed for ever") {
  PooledUpstream world(3, adapters::milliseconds(20));
  {
    Loan first = world.borrow();
    Loan second = world.borrow();
    world.use(first);
    world.use(second);
  }
  world.loop.run_until([&] { return world.server.closed() == 2; });
  {
    Loan third = world.borrow();
    world.use(third);
  }
  CHECK(world.pool->idle() == 1);
}

}  // namespace gateway::transport
