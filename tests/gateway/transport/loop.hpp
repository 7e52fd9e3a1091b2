// One I/O thread's world, run by the test itself: an io_context with its watch and resolver. A coroutine that
// still waits after ten seconds fails the test.
#pragma once

#include "gateway/server/io_threads.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

namespace tests::gateway_loop {

class Loop {
 public:
  // Before the io_context goes, nobody may be about to hand it an answer.
  ~Loop() { resolver_threads_.join(); }
  boost::asio::io_context& context() { return thread_.context; }
  boost::asio::any_io_executor executor() { return thread_.context.get_executor(); }
  gateway::transport::Watch& watch() { return thread_.watch(); }
  std::shared_ptr<gateway::transport::Resolver> resolver() { return thread_.resolver; }
  boost::asio::thread_pool& resolver_threads() { return resolver_threads_; }

  template <class T>
  T run(boost::asio::awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(context(), std::move(work), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      result.emplace(std::move(value));
      context().stop();
    });
    context().restart();
    context().run_for(std::chrono::seconds(10));
    if (failure) std::rethrow_exception(failure);
    if (!result) throw std::logic_error("the coroutine still waits");
    return std::move(*result);
  }

  // Runs until `done` says so, looking after each step.
  void run_until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    context().restart();
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) throw std::logic_error("it does not come to pass");
      context().run_one_for(std::chrono::milliseconds(100));
    }
  }

 private:
  boost::asio::thread_pool resolver_threads_{1};
  gateway::server::IoThread thread_{resolver_threads_};
};

// A door that coroutines wait at until it is opened.
class Gate {
 public:
  explicit Gate(boost::asio::any_io_executor executor)
      : timer_(std::move(executor), boost::asio::steady_timer::time_point::max()) {}
  void open() {
    is_open_ = true;
    timer_.cancel();
  }
  // False: the waiter was cancelled.
  boost::asio::awaitable<bool> pass() {
    if (!is_open_) co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return is_open_;
  }

 private:
  boost::asio::steady_timer timer_;
  bool is_open_ = false;
};

inline std::chrono::steady_clock::time_point in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

}  // namespace tests::gateway_loop
