// Runs a coroutine on another io_context and comes back with its value. Cancellation of the waiting side is
// carried over as a message, since a cancellation slot may only be used on the thread that owns it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace gateway::transport {

namespace detail {

template <class T>
struct HopInitiation {
  boost::asio::any_io_executor home;

  template <class Handler>
  void operator()(Handler&& handler, boost::asio::awaitable<T> work) const {
    namespace asio = boost::asio;
    auto signal = std::make_shared<asio::cancellation_signal>();
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
      slot.assign([home = home, signal](asio::cancellation_type type) {
        asio::post(home, [signal, type] { signal->emit(type); });
      });
    }
    auto back = asio::get_associated_executor(handler);
    // A Handler is move-only and completion handlers may be moved: it rides in one allocation.
    auto waiting = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
    auto work_guard = asio::make_work_guard(back);
    asio::co_spawn(home, std::move(work),
                   asio::bind_cancellation_slot(signal->slot(), [signal, waiting, back, work_guard](
                                                                    std::exception_ptr error, T value) {
                     auto deliver = [waiting, error, value = std::move(value)]() mutable {
                       auto own_slot = asio::get_associated_cancellation_slot(*waiting);
                       if (own_slot.is_connected()) own_slot.clear();
                       auto last = std::move(*waiting);
                       std::move(last)(error, std::move(value));
                     };
                     asio::post(back, std::move(deliver));
                   }));
  }
};

}  // namespace detail

// T is default-constructible and movable.
template <class T>
boost::asio::awaitable<T> hop(boost::asio::any_io_executor home, boost::asio::awaitable<T> work) {
  namespace asio = boost::asio;
  const auto here = co_await asio::this_coro::executor;
  if (here == home) co_return co_await std::move(work);
  detail::HopInitiation<T> initiation{home};
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, T)>(
      std::move(initiation), asio::use_awaitable, std::move(work));
}

}  // namespace gateway::transport
