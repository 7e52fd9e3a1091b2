#include "gateway/aggregate/flights.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gateway::aggregate {
namespace asio = boost::asio;
using adapters::ErrorKind;
using adapters::ProviderError;

template <class Key, class Value>
adapters::Async<Value> Flights<Key, Value>::join(adapters::CallContext context, Key key) {
  auto self = this->shared_from_this();
  for (;;) {
    std::shared_ptr<Flight> flight;
    if (const auto found = flying_.find(key); found != flying_.end()) {
      flight = found->second;
      if (on_joined_) on_joined_();
    } else {
      flight = depart(context, key);
    }
    asio::steady_timer timer(home_, context.deadline);
    if (!flight->landed) {
      flight->waiting.push_back(&timer);
      [[maybe_unused]] auto [woken] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (!flight->landed) {
      std::erase(flight->waiting, &timer);
      if (flight->waiting.empty()) {
        // Nobody is left to read for.
        if (const auto found = flying_.find(key); found != flying_.end() && found->second == flight) {
          flying_.erase(found);
        }
        flight->cancel.emit(asio::cancellation_type::terminal);
      }
      ProviderError error;
      error.kind = ErrorKind::timed_out;
      error.detail = "The provider's answer could not be read in time.";
      co_return error;
    }
    // A flight ends at its first caller's deadline; who joined later has time for another.
    const bool worth_another = !flight->result && flight->result.error().kind == ErrorKind::timed_out &&
                               flight->deadline < context.deadline &&
                               std::chrono::steady_clock::now() >= flight->deadline;
    if (!worth_another) co_return flight->result;
  }
}

template <class Key, class Value>
auto Flights<Key, Value>::depart(const adapters::CallContext& context, const Key& key)
    -> std::shared_ptr<Flight> {
  auto flight = std::make_shared<Flight>();
  flight->deadline = context.deadline;
  flying_[key] = flight;
  auto landed = [self = this->shared_from_this(), flight, key](std::exception_ptr failure,
                                                               adapters::Result<Value> result) {
    if (failure) {
      ProviderError error;
      error.kind = ErrorKind::cancelled;
      error.detail = "The reading of the provider's answer was given up.";
      result = error;
    }
    self->land(flight, key, std::move(result));
  };
  asio::co_spawn(home_, read_(context, key),
                 asio::bind_cancellation_slot(flight->cancel.slot(), std::move(landed)));
  return flight;
}

template <class Key, class Value>
void Flights<Key, Value>::land(const std::shared_ptr<Flight>& flight, const Key& key,
                               adapters::Result<Value> result) {
  if (const auto found = flying_.find(key); found != flying_.end() && found->second == flight) {
    flying_.erase(found);
  }
  flight->landed = true;
  flight->result = std::move(result);
  for (auto* timer : std::exchange(flight->waiting, {}))
    timer->cancel();
}

template class Flights<Wanted, UserListPtr>;
template class Flights<std::monostate, CustomersPtr>;
template class Flights<std::monostate, GroupsPtr>;
template class Flights<adapters::CustomerBinding, FactsPtr>;
template class Flights<schema::Guid, std::optional<adapters::CustomerBinding>>;

}  // namespace gateway::aggregate
