// Keys of a token issuer, made at run time, and tokens signed with them: good ones, and whatever an attacker
// would write instead.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace tests::support {

std::string encode_base64url(std::string_view bytes);

class SigningKey {
 public:
  enum class Kind { rsa, rsa_1024, p256, p384, p521 };
  explicit SigningKey(Kind kind = Kind::rsa);

  // The public half as a JWK; `more` is put behind its members: `,"alg":"RS256"`. No `kid` where it is empty.
  std::string jwk(std::string_view kid, std::string_view more = {}) const;
  // The public half as PEM.
  std::string pem() const;
  // HEADER.PAYLOAD.SIGNATURE, signed as `algorithm` says, whatever the header does.
  std::string sign(std::string_view algorithm, std::string_view header, std::string_view payload) const;

 private:
  Kind kind_;
  std::shared_ptr<evp_pkey_st> key_;
};

// A key set of these JWKs, separated by commas.
std::string jwks(std::string_view keys);
// Signed with a key that both sides know.
std::string sign_hs256(std::string_view key, std::string_view header, std::string_view payload);

}  // namespace tests::support
