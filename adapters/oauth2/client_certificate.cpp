#include "adapters/oauth2/client_certificate.hpp"

#include "schema/base64url.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>

namespace adapters::oauth2 {
namespace {

// Microsoft's least, and what NIST SP 800-131A allows at all.
constexpr int least_bits = 2048;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

Bio open(std::string_view pem) { return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

// OpenSSL asks the terminal for a passphrase otherwise.
int no_passphrase(char*, int, int, void*) { return -1; }

// What OpenSSL had to say is not left behind for who asks it next.
struct ClearErrors {
  ~ClearErrors() { ERR_clear_error(); }
};

std::string mistake_in(const X509* certificate, const EVP_PKEY* key) {
  if (certificate == nullptr) return "the certificate cannot be read: it must be PEM, with BEGIN CERTIFICATE";
  if (key == nullptr) return "the key cannot be read: it must be PEM, without a passphrase";
  if (X509_check_private_key(certificate, key) != 1)
    return "the key is not that of the certificate: give the two that were made together";
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
    return "the key is not an RSA key: the token service takes RSA only";
  if (const int bits = EVP_PKEY_get_bits(key); bits < least_bits) {
    return "the key has " + std::to_string(bits) + " bits: it must have " + std::to_string(least_bits) +
           " at least";
  }
  return {};
}

std::string thumbprint_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  return schema::encode_base64url({reinterpret_cast<const char*>(digest.data()), size});
}

ClientCertificate::WallTime end_of(const X509* certificate) {
  std::tm broken_down{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &broken_down) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&broken_down));
}

}  // namespace

ClientCertificate::OrMistake<std::shared_ptr<const ClientCertificate>> ClientCertificate::read(
    std::string_view certificate_pem, std::string_view key_pem) {
  const ClearErrors clear;
  const Bio certificate_text = open(certificate_pem);
  const Certificate certificate(PEM_read_bio_X509(certificate_text.get(), nullptr, no_passphrase, nullptr));
  const Bio key_text = open(key_pem);
  Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, no_passphrase, nullptr));
  if (auto mistake = mistake_in(certificate.get(), key.get()); !mistake.empty()) return mistake;
  auto made = std::shared_ptr<ClientCertificate>(new ClientCertificate());
  made->key_ = std::shared_ptr<EVP_PKEY>(key.release(), EVP_PKEY_free);
  made->thumbprint_ = thumbprint_of(certificate.get());
  made->not_after_ = end_of(certificate.get());
  return std::shared_ptr<const ClientCertificate>(std::move(made));
}

std::string ClientCertificate::sign(std::string_view text) const {
  const ClearErrors clear;
  const Digest digest(EVP_MD_CTX_new());
  EVP_PKEY_CTX* context = nullptr;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  const bool is_set_up = EVP_DigestSignInit(digest.get(), &context, EVP_sha256(), nullptr, key_.get()) == 1 &&
                         EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
                         EVP_DigestSign(digest.get(), nullptr, &size, bytes, text.size()) == 1;
  if (!is_set_up) return {};
  std::string signature(size, '\0');
  if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                     text.size()) != 1)
    return {};
  signature.resize(size);
  return signature;
}

}  // namespace adapters::oauth2
