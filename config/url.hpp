// The base address of an upstream, as it may stand in the file: https, or http to a loopback; no userinfo or
// fragment, and a query only where one is allowed. Adapters build request targets behind `path_prefix`; the
// transport connects to `host` and `port`.
#pragma once

#include "config/checked.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace config {

struct Url {
  std::string scheme;       // "https" or "http"
  std::string host;         // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;   // never 0 once parsed: the scheme's own where none is written
  std::string path_prefix;  // "" or "/a/b", percent-encoded as written, no slash at its end
  std::string query;        // percent-encoded as written, without its "?"; empty: none

  bool tls() const { return scheme == "https"; }
  // For the Host field: host:port, the scheme's own port left out, an IPv6 address in brackets.
  std::string authority() const;
  std::string to_string() const;

  bool operator==(const Url&) const = default;
};

enum class UrlQuery : bool { refused, allowed };

Checked<Url> parse_url(std::string_view text, UrlQuery query = UrlQuery::refused);

}  // namespace config
