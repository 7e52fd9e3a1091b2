#include "gateway/transport/watch.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

class Visitor final : public Watch::Guest {
 public:
  explicit Visitor(Watch& watch) : Guest(watch) {}
  using Guest::want_ticks;
  int times = 0;
  int ticks = 0;
  std::function<void()> then;

 private:
  void on_expired() override {
    ++times;
    if (then) then();
  }
  void on_tick() override {
    ++ticks;
    if (then) then();
  }
};

void run_until(asio::io_context& context, const std::function<bool()>& done) {
  context.restart();
  while (!done() && context.run_one_for(std::chrono::seconds(5)) > 0) {
  }
  REQUIRE(done());
}

}  // namespace

TEST_CASE("tells a guest once that its deadline has passed, and never early") {
  asio::io_context context;
  Watch watch(context);
  Visitor visitor(watch);
  const auto deadline = steady_clock::now() + milliseconds(70);
  visitor.set_deadline(deadline);
  Visitor other(watch);
  other.set_deadline(deadline + milliseconds(120));
  run_until(context, [&] { return visitor.times > 0; });
  CHECK(steady_clock::now() >= deadline);
  CHECK(visitor.expired());
  run_until(context, [&] { return other.times > 0; });
  CHECK(visitor.times == 1);
  visitor.forget_expiry();
  CHECK_FALSE(visitor.expired());
}

TEST_CASE("a deadline that moved on in time expires nothing") {
  asio::io_context context;
  Watch watch(context);
  Visitor visitor(watch), marker(watch);
  visitor.set_deadline(steady_clock::now() + milliseconds(10));
  visitor.set_deadline(Watch::never);
  marker.set_deadline(steady_clock::now() + milliseconds(20));
  run_until(context, [&] { return marker.times > 0; });
  CHECK(visitor.times == 0);
}

TEST_CASE("a guest may leave, and others with it, while the guests are looked at") {
  asio::io_context context;
  Watch watch(context);
  std::vector<std::unique_ptr<Visitor>> visitors;
  for (int i = 0; i < 4; ++i) {
    visitors.push_back(std::make_unique<Visitor>(watch));
    visitors.back()->set_deadline(steady_clock::now());
  }
  int told = 0;
  visitors[0]->then = [&] {
    ++told;
    visitors[1].reset();
    visitors[3].reset();
  };
  visitors[2]->then = [&] { ++told; };
  run_until(context, [&] { return told == 2; });
  CHECK(watch.size() == 2);
}

TEST_CASE("ticks only for those who want it") {
  asio::io_context context;
  Watch watch(context);
  Visitor curious(watch), calm(watch);
  curious.want_ticks(true);
  run_until(context, [&] { return curious.ticks == 2; });
  CHECK(calm.ticks == 0);
  CHECK(curious.times == 0);
}

TEST_CASE("keeps nobody's io_context running once the last guest has gone") {
  asio::io_context context;
  Watch watch(context);
  auto visitor = std::make_unique<Visitor>(watch);
  visitor->set_deadline(steady_clock::now());
  visitor->then = [&] { visitor.reset(); };
  context.run_for(std::chrono::seconds(5));
  CHECK(context.stopped());
  // And starts again with the next one.
  visitor = std::make_unique<Visitor>(watch);
  visitor->set_deadline(steady_clock::now());
  run_until(context, [&] { return visitor->times == 1; });
}

TEST_CASE("at the end of the process every guest is told") {
  asio::io_context context;
  Watch watch(context);
  Visitor first(watch), second(watch);
  first.then = [&] { first.set_deadline(Watch::never); };
  watch.expire_all();
  CHECK(first.times == 1);
  CHECK(second.times == 1);
}

TEST_CASE("guests may leave after the io_context has gone") {
  std::optional<Watch> watch;
  std::optional<Visitor> visitor;
  {
    asio::io_context context;
    watch.emplace(context);
    visitor.emplace(*watch);
    watch->retire();
  }
  visitor.reset();
  CHECK(watch->size() == 0);
}

TEST_CASE("sees that the peer hung up, also behind bytes that nobody read") {
  std::array<int, 2> ends{};
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  CHECK_FALSE(is_hung_up(ends[0]));
  REQUIRE(write(ends[1], "x", 1) == 1);
  CHECK_FALSE(is_hung_up(ends[0]));
  close(ends[1]);
  CHECK(is_hung_up(ends[0]));
  close(ends[0]);
}

}  // namespace gateway::transport
