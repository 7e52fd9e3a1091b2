// A certificate authority for a test, made at run time so that no private key lies in the tree.
#pragma once

#include <memory>
#include <string>
#include <vector>

struct evp_pkey_st;
struct x509_st;

namespace tests::support {

struct CertificateWish {
  std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1"};  // the SAN; empty: there is none
  std::string common_name = "a test";
  long begins = -3600;  // seconds from now
  long ends = 3600;
  bool self_signed = false;
  unsigned rsa_bits = 0;   // 0: an elliptic key
  std::string usage = {};  // its extended key usage: clientAuth, serverAuth; empty: none is named
};

struct IssuedCertificate {
  std::string certificate;  // PEM
  std::string key;          // PEM
};

class Authority {
 public:
  Authority();
  const std::string& certificate() const { return pem_; }
  IssuedCertificate issue(const CertificateWish& wish = {}) const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<x509_st> certificate_;
  std::string pem_;
};

}  // namespace tests::support
