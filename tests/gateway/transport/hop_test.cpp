#include "gateway/transport/hop.hpp"

#include "tests/gateway/transport/loop.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using tests::gateway_loop::Loop;

// Another I/O thread; ended and joined at the end of the test.
struct Elsewhere {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::thread thread{[this] { context.run(); }};
  ~Elsewhere() {
    context.stop();
    thread.join();
  }
};

struct Seen {
  std::thread::id inside;
  std::string text;
};

asio::awaitable<Seen> look(std::string text) { co_return Seen{std::this_thread::get_id(), text}; }

asio::awaitable<Seen> break_down() {
  co_await asio::post(asio::use_awaitable);
  throw std::runtime_error("broken");
}

asio::awaitable<Seen> look_elsewhere(asio::any_io_executor home, std::thread::id* back) {
  auto work = look("hello");
  auto seen = co_await hop<Seen>(home, std::move(work));
  *back = std::this_thread::get_id();
  co_return seen;
}

// What the waiting work sees of the end: told to whoever waits for the future.
struct Report {
  std::promise<void> began;
  std::promise<boost::system::error_code> ended;
};

asio::awaitable<Seen> wait_for_ever(std::shared_ptr<Report> report) {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  report->began.set_value();
  auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  report->ended.set_value(error);
  co_return Seen{};
}

}  // namespace

TEST_CASE("runs there and comes back here with the value") {
  Loop here;
  Elsewhere there;
  std::thread::id back;
  const Seen seen = here.run(look_elsewhere(there.context.get_executor(), &back));
  CHECK(seen.text == "hello");
  CHECK(seen.inside == there.thread.get_id());
  CHECK(back == std::this_thread::get_id());
}

TEST_CASE("stays where it is when it is at home already") {
  Loop here;
  std::thread::id back;
  const Seen seen = here.run(look_elsewhere(here.executor(), &back));
  CHECK(seen.inside == std::this_thread::get_id());
}

TEST_CASE("brings an exception back") {
  Loop here;
  Elsewhere there;
  CHECK_THROWS_WITH(here.run(hop<Seen>(there.context.get_executor(), break_down())), "broken");
}

TEST_CASE("many at once each get their own value back") {
  Loop here;
  Elsewhere there;
  int good = 0;
  for (int i = 0; i < 500; ++i) {
    auto work = look(std::to_string(i));
    asio::co_spawn(here.context(), hop<Seen>(there.context.get_executor(), std::move(work)),
                   [&good, i](std::exception_ptr failure, const Seen& seen) {
                     good += !failure && seen.text == std::to_string(i) ? 1 : 0;
                   });
  }
  here.run_until([&good] { return good == 500; });
}

TEST_CASE("carries a cancellation over") {
  Loop here;
  Elsewhere there;
  auto report = std::make_shared<Report>();
  asio::cancellation_signal give_up;
  bool over = false;
  asio::co_spawn(here.context(), hop<Seen>(there.context.get_executor(), wait_for_ever(report)),
                 asio::bind_cancellation_slot(give_up.slot(),
                                              [&over](std::exception_ptr, const Seen&) { over = true; }));
  here.context().restart();
  here.context().poll();
  report->began.get_future().wait();
  give_up.emit(asio::cancellation_type::terminal);
  // co_spawn hands a cancellation to its own executor first.
  here.context().restart();
  here.context().poll();
  here.run_until([&over] { return over; });
  CHECK(report->ended.get_future().get() == asio::error::operation_aborted);
}

}  // namespace gateway::transport
