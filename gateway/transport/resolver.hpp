// Names to addresses, off the I/O threads: Asio's own resolver can be neither timed out nor cancelled, and
// one black-holed name blocks the next. getaddrinfo runs on a few threads of our own; equal questions share
// one look-up; answers are kept 30 s, failures 1 s. One per process; its cache is per io_context and needs no
// lock.
#pragma once

#include "adapters/async.hpp"
#include "adapters/clock.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gateway::transport {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

struct LookUp {
  Endpoints endpoints;
  std::string failure;  // empty: there is at least one endpoint
};

// getaddrinfo: blocks, for as long as the system likes.
LookUp look_up(const std::string& host, std::uint16_t port);

class Resolver : public std::enable_shared_from_this<Resolver> {
 public:
  // `threads` is shared by the resolvers of all io_contexts.
  Resolver(boost::asio::any_io_executor home, boost::asio::thread_pool& threads)
      : home_(std::move(home)), threads_(threads) {}

  // On the home executor. Timed out at `deadline`; the look-up goes on for the next caller.
  adapters::Async<Endpoints> resolve(std::string host, std::uint16_t port, adapters::TimePoint deadline);

 private:
  struct Entry {
    Endpoints endpoints;
    std::string failure;
    adapters::TimePoint fresh_until{};
    bool running = false;
    std::vector<std::shared_ptr<boost::asio::steady_timer>> waiting;
  };

  void start(const std::string& host, std::uint16_t port, Entry& entry);
  void finish(const std::string& key, Endpoints endpoints, std::string failure);

  boost::asio::any_io_executor home_;
  boost::asio::thread_pool& threads_;
  std::map<std::string, Entry> entries_;
};

}  // namespace gateway::transport
