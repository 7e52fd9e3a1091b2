// Where a listener listens: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `unix:/path`. The server
// binds it; the configuration's checks ask whether strangers can reach it.
#pragma once

#include "config/checked.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace config {

struct ListenAddress {
  std::string host;        // numeric, an IPv6 address without brackets; `localhost` has become 127.0.0.1
  std::uint16_t port = 0;  // 0: the system picks one
  std::string unix_path;   // absolute; host and port are then unused

  bool is_unix() const { return !unix_path.empty(); }
  bool is_loopback() const;  // false for a Unix socket
  bool is_wildcard() const;  // 0.0.0.0 or ::
  bool is_ipv6() const { return host.find(':') != std::string::npos; }
  std::string to_string() const;

  bool operator==(const ListenAddress&) const = default;
};

Checked<ListenAddress> parse_listen_address(std::string_view text);
// True when the system would let only one of them be bound.
bool collide(const ListenAddress& a, const ListenAddress& b);

// `localhost`, 127.0.0.0/8 or ::1 (no brackets), in any case. An IPv4-mapped IPv6 address is none.
bool is_loopback_host(std::string_view host);

}  // namespace config
