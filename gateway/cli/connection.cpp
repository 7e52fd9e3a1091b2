#include "gateway/cli/connection.hpp"

#include "gateway/transport/tls.hpp"

#include <utility>

namespace gateway::cli {
namespace {

constexpr const char* default_url = "http://127.0.0.1:8080";

}  // namespace

config::Checked<Connection> settle_connection(const ConnectionWish& wish,
                                              const config::Environment& environment) {
  Connection connection;
  const std::string url =
      wish.url.empty() ? environment.variable("USHER_URL").value_or(default_url) : wish.url;
  auto address = parse_api_address(url);
  // The text itself may hold a password.
  if (!address)
    return config::Refusal{(wish.url.empty() ? "USHER_URL " : "--url ") + address.error().message};
  connection.address = std::move(*address);
  auto key = read_api_key(wish.key, environment);
  if (!key) return key.error();
  connection.key = std::move(*key);
  connection.key_source = connection.key.empty() ? "no key was sent: " + wish.key.to_string() + " is not set"
                                                 : "the key is from " + wish.key.to_string();
  if (connection.address.url.tls()) {
    auto tls = transport::make_client_context(wish.ca_file);
    if (!tls) return config::Refusal{tls.error().detail};
    connection.tls = std::move(*tls);
  } else if (wish.ca_file) {
    return config::Refusal{"--ca-file is for https only"};
  }
  return connection;
}

}  // namespace gateway::cli
