#include "tests/support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>

namespace tests::support {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Cert = std::unique_ptr<X509, decltype(&X509_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Key make_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

std::string pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

void extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Cert make(const CertificateWish& wish, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, bool is_authority) {
  static std::atomic<long> serial{1};
  Cert certificate(X509_new(), X509_free);
  X509* raw = certificate.get();
  X509_set_version(raw, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(raw), serial++);
  X509_gmtime_adj(X509_getm_notBefore(raw), wish.starts_in);
  X509_gmtime_adj(X509_getm_notAfter(raw), wish.ends_in);
  X509_set_pubkey(raw, key);
  X509_NAME* name = X509_get_subject_name(raw);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(raw, issuer == nullptr ? name : X509_get_subject_name(issuer));
  X509* signer = issuer == nullptr ? raw : issuer;
  extend(raw, signer, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!wish.alternative_names.empty()) extend(raw, signer, NID_subject_alt_name, wish.alternative_names);
  X509_sign(raw, issuer_key, EVP_sha256());
  return certificate;
}

}  // namespace

struct Authority::Parts {
  Key key;
  Cert certificate;
};

Authority::Authority(const std::string& name) {
  CertificateWish wish;
  wish.common_name = name;
  Key key = make_key();
  Cert certificate = make(wish, key.get(), nullptr, key.get(), true);
  parts_ = std::make_unique<Parts>(Parts{std::move(key), std::move(certificate)});
}

Authority::~Authority() = default;

std::string Authority::certificate() const { return pem(parts_->certificate.get()); }

CertificateText Authority::issue(const CertificateWish& wish) const {
  const Key key = make_key();
  const Cert certificate = make(wish, key.get(), parts_->certificate.get(), parts_->key.get(), false);
  return {pem(certificate.get()), pem(key.get())};
}

CertificateText make_self_signed(const CertificateWish& wish) {
  const Key key = make_key();
  const Cert certificate = make(wish, key.get(), nullptr, key.get(), false);
  return {pem(certificate.get()), pem(key.get())};
}

}  // namespace tests::support
