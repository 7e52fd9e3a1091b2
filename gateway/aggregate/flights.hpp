// Equal readings under way are read once: a caller joins the flight of the same key, unless it was retired
// since it began (a create for that customer ended). A flight belongs to no caller: each waits with its own
// deadline, and only when the last one has gone is the reading cancelled. Belongs to one io_context.
#pragma once

#include "adapters/async.hpp"
#include "adapters/call_context.hpp"
#include "adapters/directory.hpp"
#include "gateway/aggregate/known_facts.hpp"
#include "gateway/aggregate/read_directory.hpp"
#include "gateway/aggregate/user_list.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace gateway::aggregate {

// Instantiated in flights.cpp for the aliases below.
template <class Key, class Value>
class Flights : public std::enable_shared_from_this<Flights<Key, Value>> {
 public:
  using Read = std::function<adapters::Async<Value>(adapters::CallContext, Key)>;

  // `on_joined` is for the metrics.
  Flights(boost::asio::any_io_executor home, Read read, std::function<void()> on_joined)
      : home_(std::move(home)), read_(std::move(read)), on_joined_(std::move(on_joined)) {}

  adapters::Async<Value> join(adapters::CallContext context, Key key);
  bool is_under_way(const Key& key) const { return flying_.contains(key); }
  // From now on a caller starts a reading of its own; those who wait keep theirs.
  void retire(const Key& key) { flying_.erase(key); }

 private:
  struct Flight {
    adapters::TimePoint deadline;
    bool landed = false;
    adapters::Result<Value> result = Value();
    std::vector<boost::asio::steady_timer*> waiting;
    boost::asio::cancellation_signal cancel;
  };

  std::shared_ptr<Flight> depart(const adapters::CallContext& context, const Key& key);
  void land(const std::shared_ptr<Flight>& flight, const Key& key, adapters::Result<Value> result);

  boost::asio::any_io_executor home_;
  Read read_;
  std::function<void()> on_joined_;
  std::map<Key, std::shared_ptr<Flight>> flying_;
};

// A customer's users of one set.
using Wanted = std::pair<adapters::CustomerBinding, adapters::UserSet>;
using UserFlights = Flights<Wanted, UserListPtr>;
using CustomerFlights = Flights<std::monostate, CustomersPtr>;
using GroupFlights = Flights<std::monostate, GroupsPtr>;
using FactFlights = Flights<adapters::CustomerBinding, FactsPtr>;
using SearchFlights = Flights<schema::Guid, std::optional<adapters::CustomerBinding>>;

}  // namespace gateway::aggregate
