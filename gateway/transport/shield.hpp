// Runs a coroutine to its end even if its waiter is cancelled meanwhile: for writes that went out. The waiter
// then ends early; the work does not.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace gateway::transport {

template <class T>
boost::asio::awaitable<T> shield(boost::asio::awaitable<T> work) {
  namespace asio = boost::asio;
  struct Shared {
    explicit Shared(const asio::any_io_executor& executor)
        : done(executor, asio::steady_timer::time_point::max()) {}
    asio::steady_timer done;
    std::exception_ptr failure;
    std::optional<T> value;
  };
  const auto executor = co_await asio::this_coro::executor;
  auto shared = std::make_shared<Shared>(executor);
  asio::co_spawn(executor, std::move(work), [shared](std::exception_ptr failure, T value) {
    shared->failure = failure;
    shared->value = std::move(value);
    shared->done.cancel();
  });
  while (!shared->value) {
    // Cancelled: this wait ends early, and the next co_await throws.
    co_await shared->done.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (shared->failure) std::rethrow_exception(shared->failure);
  co_return std::move(*shared->value);
}

}  // namespace gateway::transport
