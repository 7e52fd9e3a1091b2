#include "tests/support/authority.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace tests::support {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Paper = std::shared_ptr<X509>;

Key make_key(unsigned rsa_bits = 0) {
  return {rsa_bits == 0 ? EVP_EC_gen("P-256") : EVP_RSA_gen(rsa_bits), EVP_PKEY_free};
}

void extend(X509* paper, int what, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  if (extension == nullptr) throw std::runtime_error("no such extension: " + value);
  X509_add_ext(paper, extension, -1);
  X509_EXTENSION_free(extension);
}

Paper make_paper(const CertificateWish& wish, EVP_PKEY* key) {
  static long serial = 0;
  Paper paper(X509_new(), X509_free);
  X509_set_version(paper.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(paper.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(paper.get()), wish.begins);
  X509_gmtime_adj(X509_getm_notAfter(paper.get()), wish.ends);
  X509_set_pubkey(paper.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(paper.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1, -1, 0);
  std::string names;
  for (const auto& name : wish.names)
    names += (names.empty() ? "" : ",") + name;
  if (!names.empty()) extend(paper.get(), NID_subject_alt_name, names);
  if (!wish.usage.empty()) extend(paper.get(), NID_ext_key_usage, wish.usage);
  return paper;
}

void sign(X509* paper, const X509* issuer, EVP_PKEY* issuers_key) {
  X509_set_issuer_name(paper, X509_get_subject_name(issuer));
  X509_sign(paper, issuers_key, EVP_sha256());
}

template <class Write>
std::string pem(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  write(out.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* paper) {
  return pem([paper](BIO* out) { PEM_write_bio_X509(out, paper); });
}

}  // namespace

Authority::Authority() : key_(make_key()) {
  CertificateWish wish;
  wish.names.clear();
  // Of its own: an issuer without a key identifier is found by its name.
  static int count = 0;
  wish.common_name = "a test's authority " + std::to_string(++count);
  certificate_ = make_paper(wish, key_.get());
  extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  sign(certificate_.get(), certificate_.get(), key_.get());
  pem_ = pem_of(certificate_.get());
}

IssuedCertificate Authority::issue(const CertificateWish& wish) const {
  const Key key = make_key(wish.rsa_bits);
  const Paper paper = make_paper(wish, key.get());
  if (wish.self_signed) {
    sign(paper.get(), paper.get(), key.get());
  } else {
    sign(paper.get(), certificate_.get(), key_.get());
  }
  return {pem_of(paper.get()), pem([&key](BIO* out) {
            PEM_write_bio_PKCS8PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace tests::support
