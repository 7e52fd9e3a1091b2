// Equal lists under way are read once: a caller joins the flight of the same customer, unless a create for
// that customer ended since the flight began (retire()). A flight belongs to no caller: each waits with its
// own deadline, and only when the last one has gone is the reading cancelled. Belongs to one io_context.
#pragma once

#include "adapters/adapter.hpp"
#include "gateway/aggregate/user_list.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace gateway::aggregate {

class Flights : public std::enable_shared_from_this<Flights> {
 public:
  using Read = std::function<adapters::Async<UserListPtr>(adapters::CallContext, adapters::CustomerBinding)>;

  // `on_joined` is for the metrics.
  Flights(boost::asio::any_io_executor home, Read read, std::function<void()> on_joined)
      : home_(std::move(home)), read_(std::move(read)), on_joined_(std::move(on_joined)) {}

  adapters::Async<UserListPtr> list(adapters::CallContext context, adapters::CustomerBinding customer);
  // From now on a caller starts a reading of its own; those who wait keep theirs.
  void retire(const adapters::CustomerBinding& customer) { flying_.erase(customer); }

 private:
  struct Flight {
    adapters::TimePoint deadline;
    bool landed = false;
    adapters::Result<UserListPtr> result = UserListPtr();
    std::vector<boost::asio::steady_timer*> waiting;
    boost::asio::cancellation_signal cancel;
  };

  std::shared_ptr<Flight> depart(const adapters::CallContext& context,
                                 const adapters::CustomerBinding& customer);
  void land(const std::shared_ptr<Flight>& flight, const adapters::CustomerBinding& customer,
            adapters::Result<UserListPtr> result);

  boost::asio::any_io_executor home_;
  Read read_;
  std::function<void()> on_joined_;
  std::map<adapters::CustomerBinding, std::shared_ptr<Flight>> flying_;
};

}  // namespace gateway::aggregate
