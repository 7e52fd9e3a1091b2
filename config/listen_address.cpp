#include "config/listen_address.hpp"

#include "config/scalar.hpp"
#include "schema/ascii.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

namespace config {

namespace {

constexpr const char* forms =
    "must be an address such as 127.0.0.1:8080, [::1]:8080 or unix:/run/usher/usher.sock";
constexpr std::size_t max_unix_path = 107;  // sockaddr_un

Checked<ListenAddress> parse_unix(std::string_view path) {
  if (!path.starts_with('/'))
    return Refusal{"must be unix: and an absolute path, such as unix:/run/usher/usher.sock"};
  if (path.size() > max_unix_path)
    return Refusal{"has too long a path: a Unix socket's is at most 107 bytes"};
  if (path.ends_with('/')) return Refusal{"names a folder: the path of a Unix socket is that of a file"};
  ListenAddress address;
  address.unix_path = path;
  return address;
}

// The numeric form that the system would print, so that equal addresses are equal text; empty: no address.
std::string numeric_host(std::string_view written) {
  if (written.starts_with('[') && written.ends_with(']')) {
    const auto v6 = boost::urls::parse_ipv6_address({written.data() + 1, written.size() - 2});
    return v6 ? std::string(v6->to_string()) : "";
  }
  if (written == "localhost") return "127.0.0.1";
  const auto v4 = boost::urls::parse_ipv4_address({written.data(), written.size()});
  return v4 ? std::string(v4->to_string()) : "";
}

}  // namespace

bool ListenAddress::is_loopback() const { return !is_unix() && is_loopback_host(host); }

bool ListenAddress::is_wildcard() const { return host == "0.0.0.0" || host == "::"; }

std::string ListenAddress::to_string() const {
  if (is_unix()) return "unix:" + unix_path;
  return (is_ipv6() ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

Checked<ListenAddress> parse_listen_address(std::string_view text) {
  constexpr std::string_view unix_scheme = "unix:";
  if (text.starts_with(unix_scheme)) return parse_unix(text.substr(unix_scheme.size()));
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.ends_with(']'))
    return Refusal{std::string(forms) + ": the port is missing"};
  ListenAddress address;
  address.host = numeric_host(text.substr(0, colon));
  if (address.host.empty()) {
    return Refusal{std::string(forms) + ": a host is a numeric address (IPv6 in brackets) or localhost"};
  }
  const auto port = parse_integer(text.substr(colon + 1));
  if (!port || *port > 65535)
    return Refusal{"has no valid port: it must be 0 to 65535 (0: the system picks one)"};
  address.port = static_cast<std::uint16_t>(*port);
  return address;
}

bool collide(const ListenAddress& a, const ListenAddress& b) {
  if (a.is_unix() || b.is_unix()) return a.unix_path == b.unix_path;
  if (a.port != b.port || a.port == 0) return false;
  return a.host == b.host || (a.is_ipv6() == b.is_ipv6() && (a.is_wildcard() || b.is_wildcard()));
}

bool is_loopback_host(std::string_view host) {
  if (const auto v4 = boost::urls::parse_ipv4_address({host.data(), host.size()})) return v4->is_loopback();
  if (const auto v6 = boost::urls::parse_ipv6_address({host.data(), host.size()})) return v6->is_loopback();
  return schema::ascii_lowered(host) == "localhost";
}

}  // namespace config
