#include "tests/integration/canary_keys.hpp"

#include <ctime>
#include <stdexcept>
#include <sys/stat.h>

namespace tests::integration {
namespace {

constexpr std::string_view usher_audience = "api://usher";

support::CertificateWish signing_in() {
  support::CertificateWish wish;
  wish.rsa_bits = 2048;
  return wish;
}

}  // namespace

PairFiles::PairFiles(support::IssuedCertificate pair)
    : issued(std::move(pair)), certificate(".pem", issued.certificate), key(".pem", issued.key) {
  if (::chmod(key.path().c_str(), 0600) != 0) throw std::runtime_error("a key that others may read");
}

std::string PairFiles::yaml(std::string_view prefix) const {
  const std::string before(prefix);
  return before + "certificate: " + certificate.path() + ", " + before + "key: " + key.path();
}

CanaryKeys::CanaryKeys()
    : jwks_(".json", support::jwks(issuers_key_.jwk("known"))),
      listener(servers_.issue()),
      shown(callers_.issue()),
      proof(callers_.issue(signing_in())),
      unknown_proof(callers_.issue(signing_in())),
      upstream(servers_.issue()),
      servers_ca(".pem", servers_.certificate()),
      callers_ca(".pem", callers_.certificate()),
      good(token("a caller's token", usher_audience, 24 * 3600, "known")),
      refused({token("a token for somebody else", "api://other", 24 * 3600, "known"),
               token("a token that is over", usher_audience, -3600, "known"),
               token("a token of an unknown key", usher_audience, 24 * 3600, "strange")}) {}

CallerToken CanaryKeys::token(std::string what, std::string_view for_whom, long ends,
                              std::string_view kid) const {
  const std::string claims = R"({"iss":"https://login.example/v2.0","aud":")" + std::string(for_whom) +
                             R"(","exp":)" + std::to_string(std::time(nullptr) + ends) + R"(,"azp":"hr"})";
  const std::string header = R"({"typ":"JWT","alg":"RS256","kid":")" + std::string(kid) + R"("})";
  return {std::move(what), issuers_key_.sign("RS256", header, claims)};
}

std::string CanaryKeys::issuer_yaml() const {
  return "issuers:\n  corporate: {issuer: 'https://login.example/v2.0', audience: ['api://usher'], "
         "algorithms: [RS256],\n    jwks: {file: " +
         jwks_.path() + "}}\n";
}

std::string CanaryKeys::hr_yaml() const {
  return "  hr:\n    jwt: {issuer: corporate, claims: {azp: hr}}\n    tenants: [full]\n"
         "    allow: [users.read, users.create, customers.read, operations.read]\n";
}

void CanaryKeys::add_keys(Canaries& all) const {
  all.add_private_key("the listener's private key", listener.issued.key);
  all.add_private_key("the private key shown to a provider", shown.issued.key);
  all.add_private_key("a credential's private key", proof.issued.key);
  all.add_private_key("a refused credential's private key", unknown_proof.issued.key);
}

void CanaryKeys::add_tokens(Canaries& all) const {
  const auto add = [&all](const CallerToken& token) {
    const auto first = token.text.find('.');
    const auto last = token.text.rfind('.');
    all.add(token.what, token.text, false);
    all.add(token.what + ": its claims", token.text.substr(first + 1, last - first - 1), false);
    all.add(token.what + ": its signature", signature_of(token.text), true);
  };
  add(good);
  for (const CallerToken& one : refused)
    add(one);
}

std::string signature_of(std::string_view token) { return std::string(token.substr(token.rfind('.') + 1)); }

}  // namespace tests::integration
