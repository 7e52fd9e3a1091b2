#include "gateway/aggregate/flights.hpp"

#include "tests/gateway/transport/loop.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace gateway::aggregate {

namespace {

namespace asio = boost::asio;
using adapters::CustomerBinding;
using adapters::ErrorKind;
using adapters::UserSet;
using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::gateway_loop::Gate;
using tests::gateway_loop::in;
using tests::gateway_loop::Loop;

CustomerBinding customer(int number) {
  CustomerBinding binding;
  binding.id.bytes[0] = static_cast<std::uint8_t>(number);
  return binding;
}

// One reading: waits at its gate and gives a list of its number's size.
struct Reading {
  explicit Reading(Loop& loop) : gate(loop.executor()) {}
  Gate gate;
  CustomerBinding whom;
  bool cancelled = false;
};

struct FlightsScene {
  FlightsScene() {
    flights = std::make_shared<UserFlights>(
        loop.executor(),
        [this](adapters::CallContext context, Wanted wanted) { return read(context, wanted.first); },
        [this] { ++joined; });
  }

  adapters::Async<UserListPtr> read(adapters::CallContext context, CustomerBinding whom) {
    readings.push_back(std::make_unique<Reading>(loop));
    Reading& mine = *readings.back();
    mine.whom = whom;
    auto list = std::make_shared<UserList>();
    list->count = readings.size();
    if (fails_at_deadline) {
      asio::steady_timer timer(loop.executor(), context.deadline);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      adapters::ProviderError late;
      late.kind = ErrorKind::timed_out;
      co_return late;
    }
    const bool passed = co_await mine.gate.pass();
    mine.cancelled = !passed;
    if (!passed) co_return adapters::ProviderError{};
    co_return UserListPtr(list);
  }

  Loop loop;
  std::shared_ptr<UserFlights> flights;
  std::vector<std::unique_ptr<Reading>> readings;
  int joined = 0;
  bool fails_at_deadline = false;
};

// A caller beside the test.
struct Caller {
  Caller(FlightsScene& world, CustomerBinding whom, milliseconds time = seconds(60),
         UserSet set = UserSet::current) {
    adapters::CallContext context;
    context.deadline = in(time);
    asio::co_spawn(world.loop.context(), world.flights->join(context, {whom, set}),
                   asio::bind_cancellation_slot(
                       give_up.slot(), [this](std::exception_ptr, adapters::Result<UserListPtr> result) {
                         answer = std::move(result);
                       }));
    world.loop.context().restart();
    world.loop.context().poll();
  }
  std::size_t count() const { return answer && *answer && **answer ? (**answer)->count : 0; }
  asio::cancellation_signal give_up;
  std::optional<adapters::Result<UserListPtr>> answer;
};

}  // namespace

TEST_CASE("equal lists under way are read once, and everybody gets the same") {
  FlightsScene world;
  Caller first(world, customer(1)), second(world, customer(1)), third(world, customer(1));
  CHECK(world.readings.size() == 1);
  CHECK(world.joined == 2);
  world.readings[0]->gate.open();
  world.loop.run_until([&] { return first.answer && second.answer && third.answer; });
  REQUIRE(first.count() == 1);
  CHECK(**first.answer == **second.answer);
  CHECK(**first.answer == **third.answer);
}

TEST_CASE("a customer's deleted users are another list than the others") {
  FlightsScene world;
  Caller current(world, customer(1));
  Caller deleted(world, customer(1), seconds(60), UserSet::deleted);
  CHECK(world.readings.size() == 2);
  for (auto& reading : world.readings)
    reading->gate.open();
  world.loop.run_until([&] { return current.answer && deleted.answer; });
}

TEST_CASE("a list that begins after one has ended is read anew") {
  FlightsScene world;
  Caller first(world, customer(1));
  world.readings[0]->gate.open();
  world.loop.run_until([&] { return first.answer.has_value(); });
  Caller second(world, customer(1));
  CHECK(world.readings.size() == 2);
  CHECK(world.joined == 0);
}

TEST_CASE("customers are not taken for one another") {
  FlightsScene world;
  CustomerBinding qualified = customer(1);
  qualified.qualifier = "reseller";
  Caller one(world, customer(1)), two(world, customer(2)), three(world, qualified);
  CHECK(world.readings.size() == 3);
}

TEST_CASE("after a create nobody joins what began before it; those who wait keep theirs") {
  FlightsScene world;
  Caller before(world, customer(1));
  world.flights->retire({customer(1), UserSet::current});
  Caller after(world, customer(1)), later(world, customer(1));
  REQUIRE(world.readings.size() == 2);
  CHECK(world.joined == 1);
  world.readings[1]->gate.open();
  world.loop.run_until([&] { return after.answer && later.answer; });
  CHECK(after.count() == 2);
  CHECK(later.count() == 2);
  CHECK_FALSE(before.answer.has_value());
  world.readings[0]->gate.open();
  world.loop.run_until([&] { return before.answer.has_value(); });
  CHECK(before.count() == 1);
}

TEST_CASE("the end of an old flight does not end the new one") {
  FlightsScene world;
  Caller before(world, customer(1));
  world.flights->retire({customer(1), UserSet::current});
  Caller after(world, customer(1));
  world.readings[0]->gate.open();
  world.loop.run_until([&] { return before.answer.has_value(); });
  Caller later(world, customer(1));
  CHECK(world.readings.size() == 2);
}

TEST_CASE("a reading is given up when the last caller has gone, and not before") {
  FlightsScene world;
  Caller first(world, customer(1)), second(world, customer(1));
  first.give_up.emit(asio::cancellation_type::terminal);
  world.loop.run_until([&] { return first.answer.has_value(); });
  world.loop.context().poll();
  CHECK_FALSE(world.readings[0]->cancelled);
  second.give_up.emit(asio::cancellation_type::terminal);
  world.loop.run_until([&] { return world.readings[0]->cancelled; });
  // Nobody joins what was given up.
  Caller third(world, customer(1));
  CHECK(world.readings.size() == 2);
}

TEST_CASE("each waits with a deadline of his own") {
  FlightsScene world;
  Caller patient(world, customer(1));
  Caller hasty(world, customer(1), milliseconds(20));
  world.loop.run_until([&] { return hasty.answer.has_value(); });
  REQUIRE(hasty.answer->has_error());
  CHECK(hasty.answer->error().kind == ErrorKind::timed_out);
  CHECK_FALSE(patient.answer.has_value());
  world.readings[0]->gate.open();
  world.loop.run_until([&] { return patient.answer.has_value(); });
  CHECK(patient.count() == 1);
}

TEST_CASE("who joined a flight that ended at another's deadline has another one read") {
  FlightsScene world;
  world.fails_at_deadline = true;
  Caller hasty(world, customer(1), milliseconds(500));  // long enough for the other to join
  Caller patient(world, customer(1));
  CHECK(world.readings.size() == 1);
  world.fails_at_deadline = false;
  world.loop.run_until([&] { return hasty.answer.has_value() && world.readings.size() == 2; });
  CHECK(hasty.answer->has_error());
  CHECK_FALSE(patient.answer.has_value());
  world.readings[1]->gate.open();
  world.loop.run_until([&] { return patient.answer.has_value(); });
  CHECK(patient.count() == 2);
}

}  // namespace gateway::aggregate
