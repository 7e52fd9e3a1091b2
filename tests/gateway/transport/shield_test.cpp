#include "gateway/transport/shield.hpp"

#include "tests/gateway/transport/loop.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <stdexcept>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using tests::gateway_loop::Gate;
using tests::gateway_loop::Loop;

asio::awaitable<int> pass(Gate& gate, bool& finished) {
  const bool passed = co_await gate.pass();
  finished = passed;
  co_return 7;
}

asio::awaitable<int> at_once() { co_return 7; }

asio::awaitable<int> break_at_once() {
  throw std::runtime_error("broken");
  co_return 0;
}

}  // namespace

TEST_CASE("hands the value on, also of work that needs no wait") {
  Loop loop;
  CHECK(loop.run(shield<int>(at_once())) == 7);
}

TEST_CASE("hands an exception on") {
  Loop loop;
  CHECK_THROWS_WITH(loop.run(shield<int>(break_at_once())), "broken");
}

TEST_CASE("a waiter who goes away ends at once; the work goes on to its end") {
  Loop loop;
  Gate gate(loop.executor());
  bool finished = false;
  std::exception_ptr ended;
  bool over = false;
  asio::cancellation_signal give_up;
  asio::co_spawn(loop.context(), shield<int>(pass(gate, finished)),
                 asio::bind_cancellation_slot(give_up.slot(), [&](std::exception_ptr failure, int) {
                   ended = failure;
                   over = true;
                 }));
  loop.context().poll();
  give_up.emit(asio::cancellation_type::terminal);
  loop.run_until([&] { return over; });
  CHECK(ended);
  CHECK_FALSE(finished);
  gate.open();
  loop.run_until([&] { return finished; });
}

}  // namespace gateway::transport
