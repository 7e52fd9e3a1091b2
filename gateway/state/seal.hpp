// What is done with the state key: rows are sealed against flipped bytes and other hands, tokens are
// encrypted, requests are fingerprinted. Each with a key of its own, derived from the one (HKDF-SHA256, RFC
// 5869).
#pragma once

#include "schema/secret_text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::state {

class Seal {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  explicit Seal(const schema::SecretText& state_key);

  // HMAC-SHA256, under two keys.
  Digest mac(std::string_view bytes) const;
  Digest fingerprint(std::string_view bytes) const;
  // In constant time.
  bool is_sealed(std::string_view bytes, std::string_view mac) const;

  // AES-256-GCM: nonce, ciphertext, tag. `about` is not in it and must be the same to open it.
  std::string encrypt(const schema::SecretText& plain, std::string_view about) const;
  // nullopt: another key, another `about`, or not as it was written.
  std::optional<schema::SecretText> decrypt(std::string_view sealed, std::string_view about) const;

 private:
  schema::SecretText row_key_;
  schema::SecretText fingerprint_key_;
  schema::SecretText token_key_;
};

}  // namespace gateway::state
