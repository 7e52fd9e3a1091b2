// A certificate with its private key, by which an application proves itself at the token service in the place
// of a secret. Read once from PEM, immutable from then on; client_assertion signs with it.
#pragma once

#include <boost/system/result.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace adapters::oauth2 {

class ClientCertificate {
 public:
  using WallTime = std::chrono::system_clock::time_point;
  template <class T>
  using OrMistake = boost::system::result<T, std::string>;

  // The first certificate of the text, and its key; else a sentence that says what is wrong with the two.
  static OrMistake<std::shared_ptr<const ClientCertificate>> read(std::string_view certificate_pem,
                                                                  std::string_view key_pem);

  WallTime not_after() const { return not_after_; }
  // SHA-256 of the certificate in base64url: the header field `x5t#S256` (RFC 7515, 4.1.8).
  const std::string& thumbprint() const { return thumbprint_; }
  // RSASSA-PSS with SHA-256 and a salt of its length (PS256; RFC 7518, 3.5). Empty only where OpenSSL fails.
  std::string sign(std::string_view text) const;

 private:
  ClientCertificate() = default;

  std::shared_ptr<evp_pkey_st> key_;
  std::string thumbprint_;
  WallTime not_after_;
};

}  // namespace adapters::oauth2
