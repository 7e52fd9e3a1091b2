#include "gateway/cli/api_address.hpp"

#include <sys/un.h>

namespace gateway::cli {

std::string ApiAddress::to_string() const { return is_unix() ? "unix:" + unix_path : url.to_string(); }

config::Checked<ApiAddress> parse_api_address(std::string_view text) {
  constexpr std::string_view unix_prefix = "unix:";
  ApiAddress address;
  if (!text.starts_with(unix_prefix)) {
    auto url = config::parse_url(text);
    if (!url) return url.error();
    address.url = std::move(*url);
    return address;
  }
  text.remove_prefix(unix_prefix.size());
  if (!text.starts_with('/'))
    return config::Refusal{"must be unix: and an absolute path: unix:/run/usher.sock"};
  if (text.size() >= sizeof sockaddr_un::sun_path || text.find('\0') != std::string_view::npos) {
    return config::Refusal{"has a path that is longer than a socket's may be (107 bytes)"};
  }
  address.unix_path = text;
  address.url.scheme = "http";
  address.url.host = "localhost";
  address.url.port = 80;
  return address;
}

}  // namespace gateway::cli
