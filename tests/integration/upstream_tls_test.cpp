// A provider's certificate is checked, its name and its time, before a byte of a request goes out.
#include "tests/integration/hostile.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/authority.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <sys/stat.h>

namespace tests::integration {
namespace {

using support::CertificateWish;
using support::EmulatorProcess;
using support::TemporaryFile;

const support::Authority& trusted() {
  static const support::Authority authority;
  return authority;
}

// The providers under a certificate, and a gateway that trusts one authority: tenant `signs_in` meets the
// certificate at the token service, tenant `has_token` at the provider.
struct Upstream {
  Upstream(const support::IssuedCertificate& issued, const std::string& host)
      : certificate(".pem", issued.certificate),
        key(".pem", issued.key),
        ca(".pem", trusted().certificate()),
        emulator({"--tls-certificate", certificate.path(), "--tls-key", key.path()}),
        gateway(yaml(host)) {
    emulator.clear_ledger();
  }

  std::string yaml(const std::string& host) const {
    const std::string token(
        emulator.get("/population").at("tokens").at("partner_center").as_string().c_str());
    const std::string at = "https://" + host + ":";
    const std::string provider = "    providers:\n      partner_center:\n        ca_file: " + ca.path() +
                                 "\n        base_url: " + at + std::to_string(emulator.partner_center()) +
                                 "\n        auth:\n";
    const std::string customers =
        "    customers: {twelve: {partner_center: aaaaaaaa-0000-4000-8000-000000000012}}\n";
    return "listen: [{address: '127.0.0.1:0'}]\nadmin: {address: '127.0.0.1:0'}\nallow_inline_secrets: true\n"
           "limits: {retries: 0}\ntenants:\n  signs_in:\n" +
           provider + "          authority: " + at + std::to_string(emulator.token_service()) +
           "\n          tenant_id: 11111111-0000-4000-8000-000000000001\n"
           "          client_id: 11111111-0000-4000-8000-00000000000c\n"
           "          client_secret: emulator-partner-center-secret-1\n"
           "          refresh_token: emulator-partner-center-refresh-token-1\n" +
           customers + "  has_token:\n" + provider + "          bearer_token: " + token + "\n" + customers;
  }

  TemporaryFile certificate;
  TemporaryFile key;
  TemporaryFile ca;
  EmulatorProcess emulator;
  support::GatewayProcess gateway;
};

CertificateWish with_names(std::vector<std::string> names) {
  CertificateWish wish;
  wish.names = std::move(names);
  return wish;
}

}  // namespace

TEST_CASE("reads from a provider whose certificate is of the given authority and name") {
  struct Row {
    const char* host;
    std::vector<std::string> names;
  };
  for (const Row& row : {Row{"localhost", {"DNS:localhost"}}, Row{"127.0.0.1", {"IP:127.0.0.1"}},
                         Row{"localhost", {"DNS:a.example", "DNS:LOCALHOST"}}}) {
    CAPTURE(row.host);
    const Upstream upstream(trusted().issue(with_names(row.names)), row.host);
    for (const char* tenant : {"signs_in", "has_token"})
      CHECK(upstream.gateway.get(list_of(tenant)).status == 200);
  }
}

TEST_CASE("sends nothing to a provider whose certificate is not good") {
  CertificateWish expired;
  expired.begins = -7200;
  expired.ends = -3600;
  CertificateWish not_yet;
  not_yet.begins = 1800;
  CertificateWish alone;
  alone.self_signed = true;
  CertificateWish name_only = with_names({});
  name_only.common_name = "localhost";
  const support::Authority other;
  struct Row {
    const char* what;
    const char* host;
    support::IssuedCertificate issued;
  };
  for (const Row& row :
       {Row{"of another name", "localhost", trusted().issue(with_names({"DNS:other.example"}))},
        Row{"of another address", "127.0.0.1", trusted().issue(with_names({"IP:127.0.0.2"}))},
        Row{"an address as a name", "127.0.0.1", trusted().issue(with_names({"DNS:127.0.0.1"}))},
        Row{"a part as a wildcard", "localhost", trusted().issue(with_names({"DNS:local*"}))},
        Row{"a common name only", "localhost", trusted().issue(name_only)},
        Row{"expired", "localhost", trusted().issue(expired)},
        Row{"not yet good", "localhost", trusted().issue(not_yet)},
        Row{"self-signed", "localhost", trusted().issue(alone)},
        Row{"of another authority", "localhost", other.issue()}}) {
    CAPTURE(row.what);
    const Upstream upstream(row.issued, row.host);
    for (const char* tenant : {"signs_in", "has_token"}) {
      CAPTURE(tenant);
      const auto reply = upstream.gateway.get(list_of(tenant));
      CHECK(reply.status == 502);
      const auto problem = reply.json();
      CHECK(problem.at("code") == "provider_error");
      CHECK(boost::json::serialize(problem).find("certificate") != std::string::npos);
    }
    CHECK(upstream.emulator.get("/ledger").at("requests").as_array().empty());
  }
}

TEST_CASE("shows its own certificate to a provider that asks for one, and to no token service") {
  const support::Authority callers, strangers;
  const auto issued = trusted().issue(with_names({"DNS:localhost"}));
  const TemporaryFile certificate(".pem", issued.certificate), key(".pem", issued.key);
  const TemporaryFile ca(".pem", trusted().certificate()), callers_ca(".pem", callers.certificate());
  const EmulatorProcess emulator({"--tls-certificate", certificate.path(), "--tls-key", key.path(),
                                  "--tls-client-ca", callers_ca.path()});
  const auto ask = [&](const std::string& own) {
    const std::string at = "https://localhost:";
    const support::GatewayProcess gateway(
        "listen: [{address: '127.0.0.1:0'}]\nallow_inline_secrets: true\nlimits: {retries: 0}\n"
        "tenants:\n  contoso:\n    providers:\n      partner_center:\n        ca_file: " +
        ca.path() + '\n' + own + "        base_url: " + at + std::to_string(emulator.partner_center()) +
        "\n        auth:\n          authority: " + at + std::to_string(emulator.token_service()) +
        "\n          tenant_id: 11111111-0000-4000-8000-000000000001\n"
        "          client_id: 11111111-0000-4000-8000-00000000000c\n"
        "          client_secret: emulator-partner-center-secret-1\n"
        "          refresh_token: emulator-partner-center-refresh-token-1\n"
        "    customers: {twelve: {partner_center: aaaaaaaa-0000-4000-8000-000000000012}}\n");
    return gateway.get(list_of("contoso")).status;
  };
  const auto shown = [](const TemporaryFile& paper, const TemporaryFile& secret) {
    chmod(secret.path().c_str(), 0600);
    return "        client_certificate: " + paper.path() + "\n        client_key: " + secret.path() + '\n';
  };
  const auto good = callers.issue(with_names({"DNS:usher.example"}));
  const auto foreign = strangers.issue(with_names({"DNS:usher.example"}));
  const TemporaryFile good_paper(".pem", good.certificate), good_key(".pem", good.key);
  const TemporaryFile foreign_paper(".pem", foreign.certificate), foreign_key(".pem", foreign.key);
  CHECK(ask("") == 502);
  CHECK(ask(shown(foreign_paper, foreign_key)) == 502);
  CHECK(ask(shown(good_paper, good_key)) == 200);
  const TemporaryFile other(
      ".yaml", "tenants: {contoso: {providers: {partner_center: {client_certificate: " + good_paper.path() +
                   ", client_key: " + foreign_key.path() + "}}}}\n");
  const auto checked = support::run_to_end({USHER_PROGRAM, "check", other.path()});
  CHECK(checked.exit_code == 1);
  CHECK(checked.err.find("client_key: is not the key of the first certificate in `client_certificate`") !=
        std::string::npos);
}

}  // namespace tests::integration
