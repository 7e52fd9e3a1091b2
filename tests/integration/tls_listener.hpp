// A listener under TLS for a test's gateway: its certificate in files, of an authority of its own, and how a
// client comes to it.
#pragma once

#include "tests/support/authority.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/http_connection.hpp"

#include <string>

namespace tests::integration {

class TlsListener {
 public:
  TlsListener();

  // support::emulated_yaml() with this listener in the place of the one in clear. `client_ca`: a file; then
  // it asks for certificates.
  std::string in(std::string yaml, const std::string& client_ca = {}) const;
  // Trusts it; 0: any version.
  support::TlsWish wish(int version = 0) const;
  support::TlsWish wish(const support::IssuedCertificate& own, int version = 0) const;
  const support::IssuedCertificate& issued() const { return issued_; }

 private:
  support::Authority authority_;
  support::IssuedCertificate issued_ = authority_.issue();
  support::TemporaryFile ca_{".pem", authority_.certificate()};
  support::TemporaryFile certificate_{".pem", issued_.certificate};
  support::TemporaryFile key_{".pem", issued_.key};
};

}  // namespace tests::integration
