// Where Usher listens, as a person writes it: an http or https URL, or `unix:/path` of a socket.
#pragma once

#include "config/url.hpp"

#include <string>
#include <string_view>

namespace gateway::cli {

struct ApiAddress {
  config::Url url;        // of a socket: http://localhost
  std::string unix_path;  // empty: by TCP

  bool is_unix() const { return !unix_path.empty(); }
  std::string to_string() const;
};

// http goes to a loopback only: the key and everybody's data would travel in clear.
config::Checked<ApiAddress> parse_api_address(std::string_view text);

}  // namespace gateway::cli
