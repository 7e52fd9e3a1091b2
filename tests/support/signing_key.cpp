#include "tests/support/signing_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <stdexcept>
#include <vector>

namespace tests::support {
namespace {

std::string number_of(EVP_PKEY* key, const char* name, std::size_t size) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) throw std::runtime_error("no such number");
  std::string bytes(size == 0 ? static_cast<std::size_t>(BN_num_bytes(number)) : size, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  BN_free(number);
  return encode_base64url(bytes);
}

std::size_t field_bytes(SigningKey::Kind kind) {
  if (kind == SigningKey::Kind::p256) return 32;
  return kind == SigningKey::Kind::p384 ? 48 : 66;
}

bool is_rsa(SigningKey::Kind kind) {
  return kind == SigningKey::Kind::rsa || kind == SigningKey::Kind::rsa_1024;
}

EVP_PKEY* make_key(SigningKey::Kind kind) {
  switch (kind) {
    case SigningKey::Kind::rsa:
      return EVP_RSA_gen(2048);
    case SigningKey::Kind::rsa_1024:
      return EVP_RSA_gen(1024);
    case SigningKey::Kind::p256:
      return EVP_EC_gen("P-256");
    case SigningKey::Kind::p384:
      return EVP_EC_gen("P-384");
    case SigningKey::Kind::p521:
      return EVP_EC_gen("P-521");
  }
  return nullptr;
}

// r and s one behind the other, from DER.
std::string joined(const std::string& der, std::size_t half) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string out(2 * half, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), to, static_cast<int>(half));
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), to + half, static_cast<int>(half));
  ECDSA_SIG_free(pair);
  return out;
}

std::string signing_input(std::string_view header, std::string_view payload) {
  return encode_base64url(header) + '.' + encode_base64url(payload);
}

}  // namespace

std::string encode_base64url(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  while (out.ends_with('='))
    out.pop_back();
  for (char& c : out) {
    if (c == '+') c = '-';
    if (c == '/') c = '_';
  }
  return out;
}

SigningKey::SigningKey(Kind kind) : kind_(kind), key_(make_key(kind), EVP_PKEY_free) {}

std::string SigningKey::jwk(std::string_view kid, std::string_view more) const {
  std::string out = is_rsa(kind_)
                        ? R"({"kty":"RSA","n":")" + number_of(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0) +
                              R"(","e":")" + number_of(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0) + '"'
                        : std::string(R"({"kty":"EC","crv":"P-)");
  if (!is_rsa(kind_)) {
    out += kind_ == Kind::p256 ? "256" : kind_ == Kind::p384 ? "384" : "521";
    out += R"(","x":")" + number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, field_bytes(kind_)) + R"(","y":")" +
           number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, field_bytes(kind_)) + '"';
  }
  if (!kid.empty()) out.append(R"(,"kid":")").append(kid).append("\"");
  return out.append(more).append("}");
}

std::string SigningKey::pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(out.get(), key_.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string SigningKey::sign(std::string_view algorithm, std::string_view header,
                             std::string_view payload) const {
  const std::string input = signing_input(header, payload);
  const EVP_MD* digest = algorithm.ends_with("256")   ? EVP_sha256()
                         : algorithm.ends_with("384") ? EVP_sha384()
                                                      : EVP_sha512();
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* how = nullptr;
  EVP_DigestSignInit(context.get(), &how, digest, nullptr, key_.get());
  if (algorithm.starts_with("PS")) {
    EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
  std::size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, bytes, input.size());
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                     input.size()) != 1)
    throw std::runtime_error("cannot sign");
  signature.resize(size);
  if (!is_rsa(kind_)) signature = joined(signature, field_bytes(kind_));
  return input + '.' + encode_base64url(signature);
}

std::string jwks(std::string_view keys) { return "{\"keys\":[" + std::string(keys) + "]}"; }

std::string sign_hs256(std::string_view key, std::string_view header, std::string_view payload) {
  const std::string input = signing_input(header, payload);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(), mac, &size);
  return input + '.' + encode_base64url({reinterpret_cast<const char*>(mac), size});
}

}  // namespace tests::support
