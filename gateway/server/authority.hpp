// The host and port of a Host field or an absolute-form target (RFC 3986, 3.2, without userinfo), for the
// linter and for the rule against DNS rebinding.
#pragma once

#include <optional>
#include <string_view>

namespace gateway::server {

// Views into the text that was split.
struct Authority {
  std::string_view host;  // an IPv6 literal without its brackets
  std::string_view port;  // digits, at most 65535; empty where there is none
  bool is_ipv6 = false;
};

// nullopt: malformed. Names are letters, digits, '-', '_' and single dots: no percent signs, no commas.
std::optional<Authority> split_authority(std::string_view text);

}  // namespace gateway::server
