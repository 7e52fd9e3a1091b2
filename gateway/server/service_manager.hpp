// What systemd is told and asked, where it started the process: the state of the service, the watchdog, and
// the sockets that it holds open over a restart. Without it nothing happens here.
#pragma once

#include "config/listen_address.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace gateway::server {

void tell_ready();
void tell_reloading();
void tell_stopping();
void tell_alive();
// How often it wants to hear that; none: it does not watch.
std::optional<std::chrono::microseconds> watchdog_interval();

// A socket that listens already, and where.
struct PassedSocket {
  int descriptor = -1;
  config::ListenAddress address;
};
// Once: they are the caller's then (LISTEN_FDS).
std::vector<PassedSocket> take_passed_sockets();

}  // namespace gateway::server
