#include "tests/config/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace tests::config_files {

namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio memory() { return {BIO_new(BIO_s_mem()), BIO_free}; }

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string key_text(EVP_PKEY* key, const char* passphrase) {
  const Bio bio = memory();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, passphrase == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr,
                                0, nullptr, const_cast<char*>(passphrase));
  return text_of(bio);
}

}  // namespace

Certificate make_certificate(bool is_authority) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_EXTENSION* basic = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints,
                                              is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  X509_add_ext(certificate.get(), basic, -1);
  X509_EXTENSION_free(basic);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const Bio bio = memory();
  PEM_write_bio_X509(bio.get(), certificate.get());
  return {text_of(bio), key_text(key.get(), nullptr), key_text(key.get(), "passphrase")};
}

}  // namespace tests::config_files
