// One public key of an issuer, and what it can verify. OpenSSL does the arithmetic; which algorithm is asked
// of which kind of key is decided here, never by the token alone.
#pragma once

#include "config/credential.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace gateway::callers {

struct PublicKey {
  std::optional<std::string> id;
  std::optional<config::JwsAlgorithm> algorithm;  // the only one that it is for, where the issuer says so
  std::shared_ptr<evp_pkey_st> key;
  int ec_bits = 0;  // 256, 384 or 521; 0: RSA

  bool fits(config::JwsAlgorithm wanted) const;
  bool verify(config::JwsAlgorithm by, std::string_view signed_part, std::string_view signature) const;
};

// From a JWK (RFC 7517). Nothing where it is no key to verify signatures with: another kind or use, a weak
// one, a point that is on no curve.
std::optional<PublicKey> read_public_key(const boost::json::object& jwk);

}  // namespace gateway::callers
