// One accepted connection, plain or TLS: its requests are read in order, answered by a provider or the
// control API, noted in the ledger, and the faults carried out on them. The server accepts; this serves until
// the end.
#pragma once

#include "tests/emulator/control.hpp"
#include "tests/emulator/exchange.hpp"
#include "tests/emulator/flights.hpp"
#include "tests/emulator/world.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace tests::emulator {

// What all connections share; it outlives them.
struct ConnectionHost {
  World& world;
  Control& control;
  std::chrono::steady_clock::time_point started;
  std::uint64_t connections = 0;
  Flights flights = {};
};

// Who answers behind a listener; it outlives its connections.
struct Desk {
  std::string name;
  Provider* provider = nullptr;  // nullptr: the control API
};

// `tls` is null for plain HTTP.
boost::asio::awaitable<void> serve_connection(ConnectionHost& host, const Desk& desk,
                                              boost::asio::ip::tcp::socket socket,
                                              boost::asio::ssl::context* tls);
// Waits by the real clock; no time is no wait.
boost::asio::awaitable<void> wait_for(Millis time);

}  // namespace tests::emulator
