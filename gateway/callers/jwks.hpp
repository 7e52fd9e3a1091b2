// An issuer's published keys (RFC 7517), as read from a file or fetched. Immutable; a token picks from it.
#pragma once

#include "gateway/callers/public_key.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::callers {

inline constexpr std::size_t most_jwks_bytes = 256 * 1024;

class Jwks {
 public:
  explicit Jwks(std::vector<PublicKey> keys) : keys_(std::move(keys)) {}

  // The one key that fits; null where there is none, or where more than one does. A token without a `kid`
  // leaves the choice to the set.
  const PublicKey* pick(const std::optional<std::string>& id, config::JwsAlgorithm algorithm) const;
  std::size_t size() const { return keys_.size(); }

 private:
  std::vector<PublicKey> keys_;
};

struct JwksMistake {
  std::string detail;  // "is no JSON: …"; begins with a verb
};

// Keys that cannot verify a token are left out, as other tools' keys may stand in the same set.
boost::system::result<Jwks, JwksMistake> read_jwks(std::string_view text);

}  // namespace gateway::callers
