// Certificates for TLS tests, made when they are needed so that no private key lies in the tree.
#pragma once

#include <memory>
#include <string>

namespace tests::support {

struct CertificateText {
  std::string certificate;  // PEM
  std::string key;          // PEM
};

struct CertificateWish {
  std::string common_name = "test";
  std::string alternative_names;  // as in OpenSSL's configuration: "DNS:localhost,IP:127.0.0.1"; empty: none
  long starts_in = -3600;         // seconds from now
  long ends_in = 3600;
};

// A certificate authority with a self-made key.
class Authority {
 public:
  explicit Authority(const std::string& name);
  ~Authority();
  std::string certificate() const;  // PEM
  CertificateText issue(const CertificateWish& wish) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Signed by its own key.
CertificateText make_self_signed(const CertificateWish& wish);

}  // namespace tests::support
