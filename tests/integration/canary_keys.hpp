// What the test about secrets has of private keys and of tokens: pairs in files, as a gateway's file names
// them, and an issuer of callers' tokens. What is looked for, and where, is the test's.
#pragma once

#include "tests/integration/leaks.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/signing_key.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

struct PairFiles {
  explicit PairFiles(support::IssuedCertificate pair);
  const support::IssuedCertificate issued;
  const support::TemporaryFile certificate;
  const support::TemporaryFile key;

  // "certificate: …, key: …" for a mapping in braces; `prefix`: "client_".
  std::string yaml(std::string_view prefix = {}) const;
};

// A caller's token, and what it is called where it shows.
struct CallerToken {
  std::string what;
  std::string text;
};

class CanaryKeys {
  const support::Authority servers_;
  const support::Authority callers_;
  const support::SigningKey issuers_key_;
  const support::TemporaryFile jwks_;

 public:
  CanaryKeys();

  const PairFiles listener;       // of a listener under TLS
  const PairFiles shown;          // what the gateway shows a provider that asks for a certificate
  const PairFiles proof;          // of a credential that the token service knows
  const PairFiles unknown_proof;  // of one that it does not
  const PairFiles upstream;       // of the provider that asks; no secret of the gateway's
  const support::TemporaryFile servers_ca;
  const support::TemporaryFile callers_ca;

  // `issuers` and the client `hr`, who may do everything in tenant `full`.
  std::string issuer_yaml() const;
  std::string hr_yaml() const;
  const std::string& jwks_path() const { return jwks_.path(); }
  // Good, and refused for one reason each, with its signature intact.
  const CallerToken good;
  const std::vector<CallerToken> refused;

  void add_keys(Canaries& all) const;
  void add_tokens(Canaries& all) const;

 private:
  CallerToken token(std::string what, std::string_view audience, long ends, std::string_view kid) const;
};

// HEADER.PAYLOAD.SIGNATURE without what is in front of its last dot.
std::string signature_of(std::string_view token);

}  // namespace tests::integration
