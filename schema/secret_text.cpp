#include "schema/secret_text.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace schema {

SecretText::SecretText(std::string&& value) noexcept : value_(std::move(value)) { wipe(value); }

SecretText::SecretText(SecretText&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }

SecretText& SecretText::operator=(SecretText&& other) noexcept {
  if (this == &other) return *this;
  wipe(value_);
  value_ = std::move(other.value_);
  wipe(other.value_);
  return *this;
}

SecretText::~SecretText() { wipe(value_); }

void wipe(std::string& bytes) noexcept {
  // Bytes past the end count too: a string that shrank or was moved from still has them in its buffer.
  // Growing to the capacity never allocates.
  bytes.resize(bytes.capacity());
  OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

}  // namespace schema
