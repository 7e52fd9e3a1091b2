#include "gateway/state/seal.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace gateway::state {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

using Kdf = std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// None of these fails but for want of memory or of the algorithm itself.
void must(bool good) {
  if (!good) throw std::runtime_error("the cryptographic library failed");
}

schema::SecretText derive(const schema::SecretText& key, std::string_view label) {
  const Kdf kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free);
  must(kdf != nullptr);
  const KdfContext context(EVP_KDF_CTX_new(kdf.get()), &EVP_KDF_CTX_free);
  std::string digest = "SHA256", secret(key.reveal()), info(label), derived(key_bytes, '\0');
  const std::array<OSSL_PARAM, 4> parameters = {
      OSSL_PARAM_construct_utf8_string("digest", digest.data(), 0),
      OSSL_PARAM_construct_octet_string("key", secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string("info", info.data(), info.size()), OSSL_PARAM_construct_end()};
  const bool good = EVP_KDF_derive(context.get(), bytes_of(derived), derived.size(), parameters.data()) == 1;
  schema::wipe(secret);
  must(good);
  return schema::SecretText(std::move(derived));
}

Seal::Digest hmac(const schema::SecretText& key, std::string_view bytes) {
  Seal::Digest digest{};
  unsigned size = 0;
  must(HMAC(EVP_sha256(), key.reveal().data(), static_cast<int>(key.reveal().size()), bytes_of(bytes),
            bytes.size(), digest.data(), &size) != nullptr);
  return digest;
}

CipherContext new_cipher() {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  must(context != nullptr);
  return context;
}

}  // namespace

Seal::Seal(const schema::SecretText& state_key)
    : row_key_(derive(state_key, "usher state row")),
      fingerprint_key_(derive(state_key, "usher request fingerprint")),
      token_key_(derive(state_key, "usher refresh token")) {}

Seal::Digest Seal::mac(std::string_view bytes) const { return hmac(row_key_, bytes); }
Seal::Digest Seal::fingerprint(std::string_view bytes) const { return hmac(fingerprint_key_, bytes); }

bool Seal::is_sealed(std::string_view bytes, std::string_view mac) const {
  const Digest right = hmac(row_key_, bytes);
  return mac.size() == right.size() && CRYPTO_memcmp(right.data(), mac.data(), right.size()) == 0;
}

std::string Seal::encrypt(const schema::SecretText& plain, std::string_view about) const {
  const std::string_view text = plain.reveal();
  std::string sealed(nonce_bytes + text.size() + tag_bytes, '\0');
  unsigned char* const nonce = bytes_of(sealed);
  must(RAND_bytes(nonce, nonce_bytes) == 1);
  const CipherContext context = new_cipher();
  int size = 0;
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(token_key_.reveal()), nonce) ==
       1);
  must(EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(about), static_cast<int>(about.size())) ==
       1);
  must(EVP_EncryptUpdate(context.get(), nonce + nonce_bytes, &size, bytes_of(text),
                         static_cast<int>(text.size())) == 1);
  must(EVP_EncryptFinal_ex(context.get(), nonce + nonce_bytes + size, &size) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes,
                           nonce + nonce_bytes + text.size()) == 1);
  return sealed;
}

std::optional<schema::SecretText> Seal::decrypt(std::string_view sealed, std::string_view about) const {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const std::string_view text = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::string tag(sealed.substr(nonce_bytes + text.size()));
  std::string plain(text.size(), '\0');
  const CipherContext context = new_cipher();
  int size = 0;
  must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_of(token_key_.reveal()),
                          bytes_of(sealed)) == 1);
  must(EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(about), static_cast<int>(about.size())) ==
       1);
  must(EVP_DecryptUpdate(context.get(), bytes_of(plain), &size, bytes_of(text),
                         static_cast<int>(text.size())) == 1);
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
  const bool is_ours = EVP_DecryptFinal_ex(context.get(), bytes_of(plain) + size, &size) == 1;
  schema::SecretText secret(std::move(plain));
  if (!is_ours) return std::nullopt;
  return secret;
}

}  // namespace gateway::state
