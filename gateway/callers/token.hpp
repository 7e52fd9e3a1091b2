// A JWT in its compact form (RFC 7515, 7519), taken apart and not believed: nothing is verified here. What
// could lead a verifier astray (`none`, a key brought along, an extension that must be understood, a name
// twice) is no token at all.
#pragma once

#include "config/credential.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gateway::callers {

inline constexpr std::size_t most_token_bytes = 8 * 1024;

struct Token {
  config::JwsAlgorithm algorithm{};
  std::optional<std::string> key_id;
  boost::json::object claims;
  std::string_view signed_part;  // a view into the text
  std::string signature;
};

// Whether it has the form of one at all; anything else is some key that nobody has.
bool looks_like_token(std::string_view text);
std::optional<Token> read_token(std::string_view text);

}  // namespace gateway::callers
