// Callers known by their certificate (mTLS): by a name in its SAN, of the pinned authority only.
#include "tests/integration/callers.hpp"
#include "tests/integration/hostile.hpp"
#include "tests/integration/tls_listener.hpp"
#include "tests/support/authority.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::CertificateWish;
using support::HttpConnection;
using support::TlsWish;

struct GuardedHouse {
  support::Authority callers;
  TlsListener listener;
  support::TemporaryFile callers_ca{".pem", callers.certificate()};
  support::GatewayProcess gateway{yaml()};

  std::string yaml() const {
    const std::string rest = "]}, tenants: [contoso], allow: [users.read]}\n";
    return listener.in(
        support::emulated_yaml(
            arena().emulator,
            "clients:\n"
            "  portal: {mtls: {san: [dns:portal.contoso.com, 'uri:spiffe://contoso/portal', "
            "'email:ops@contoso.com', ip:10.1.2.3, 'ip:2001:db8::1'" +
                rest +
                "  other: {mtls: {san: [dns:other.contoso.com]}, tenants: [contoso], allow: [users.create]}\n"
                "  keyed: {api_key_sha256: [" +
                hash_of_key("the-key") + "], tenants: [contoso], allow: [customers.read]}\n"),
        callers_ca.path());
  }

  // The status of a list asked with this certificate; 0: there was no answer. "" and more: sent as it is.
  unsigned ask(const support::IssuedCertificate* paper, int version, const std::string& fields = {}) const {
    const TlsWish wish = paper == nullptr ? listener.wish(version) : listener.wish(*paper, version);
    try {
      HttpConnection connection(gateway.port(), wish);
      connection.send(get(users_target, fields));
      return connection.read_reply(false, 5s).status;
    } catch (const std::runtime_error&) {
      return 0;
    }
  }
};

GuardedHouse& guarded_house() {
  static GuardedHouse only;
  return only;
}

CertificateWish named(std::vector<std::string> names, const char* common_name = "somebody") {
  CertificateWish wish;
  wish.names = std::move(names);
  wish.common_name = common_name;
  return wish;
}

constexpr int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

}  // namespace

TEST_CASE("knows a client by each kind of name in its certificate, over TLS 1.2 and 1.3") {
  for (const char* name : {"DNS:portal.contoso.com", "DNS:Portal.Contoso.COM", "URI:spiffe://contoso/portal",
                           "email:ops@Contoso.com", "IP:10.1.2.3", "IP:2001:db8:0:0::1"}) {
    for (const int version : versions) {
      CAPTURE(name);
      const auto paper = guarded_house().callers.issue(named({"DNS:nobody.contoso.com", name}));
      CHECK(guarded_house().ask(&paper, version) == 200);
    }
  }
  // Another client of the same listener, which may not do this.
  const auto other = guarded_house().callers.issue(named({"DNS:other.contoso.com"}));
  CHECK(guarded_house().ask(&other, TLS1_3_VERSION) == 403);
}

TEST_CASE(
    "answers 401 to a certificate that is nobody's: by the common name, a wildcard, or two clients' names") {
  const std::vector<CertificateWish> nobodys = {
      named({}, "portal.contoso.com"),
      named({"DNS:nobody.contoso.com"}, "portal.contoso.com"),
      named({"DNS:*.contoso.com"}),
      named({"URI:dns:portal.contoso.com"}),
      named({"email:portal.contoso.com@x.example"}),
      named({"URI:spiffe://contoso/Portal"}),
      named({"DNS:portal.contoso.com", "DNS:other.contoso.com"}),
  };
  for (const CertificateWish& wish : nobodys) {
    for (const int version : versions) {
      CAPTURE(wish.names.size());
      const auto paper = guarded_house().callers.issue(wish);
      CHECK(guarded_house().ask(&paper, version) == 401);
    }
  }
}

TEST_CASE(
    "serves no request of a connection without a good certificate, whatever TLS tells the caller and when") {
  arena().emulator.clear_ledger();
  const support::Authority stranger;
  CertificateWish wish = named({"DNS:portal.contoso.com"});
  const auto foreign = stranger.issue(wish);
  wish.self_signed = true;
  const auto self_made = guarded_house().callers.issue(wish);
  wish.self_signed = false;
  wish.ends = -60;
  const auto expired = guarded_house().callers.issue(wish);
  wish.ends = 3600;
  wish.begins = 600;
  const auto early = guarded_house().callers.issue(wish);
  wish.begins = -3600;
  wish.usage = "serverAuth";
  const auto server = guarded_house().callers.issue(wish);
  for (const int version : versions) {
    CAPTURE(version);
    CHECK(guarded_house().ask(nullptr, version) == 0);
    CHECK(guarded_house().ask(nullptr, version, "Authorization: Bearer the-key\r\n") == 0);
    for (const auto* paper : {&foreign, &self_made, &expired, &early, &server})
      CHECK(guarded_house().ask(paper, version) == 0);
    // The one that the server itself has is of another authority.
    CHECK(guarded_house().ask(&guarded_house().listener.issued(), version) == 0);
  }
  CHECK(arena().emulator.get("/ledger").at("requests").as_array().empty());
  wish.usage = "clientAuth";
  const auto client = guarded_house().callers.issue(wish);
  CHECK(guarded_house().ask(&client, TLS1_3_VERSION) == 200);
}

TEST_CASE("lets an Authorization header decide alone where there is one") {
  const auto portal = guarded_house().callers.issue(named({"DNS:portal.contoso.com"}));
  const auto nobody = guarded_house().callers.issue(named({"DNS:nobody.contoso.com"}));
  CHECK(guarded_house().ask(&portal, TLS1_3_VERSION, "Authorization: Bearer wrong\r\n") == 401);
  CHECK(guarded_house().ask(&portal, TLS1_3_VERSION, "Authorization: Basic eDp5\r\n") == 401);
  CHECK(guarded_house().ask(&portal, TLS1_3_VERSION, "Authorization: \r\n") == 401);
  // The client of the key may do something else.
  CHECK(guarded_house().ask(&portal, TLS1_3_VERSION, "Authorization: Bearer the-key\r\n") == 403);
  CHECK(guarded_house().ask(&nobody, TLS1_3_VERSION, "Authorization: Bearer the-key\r\n") == 403);
}

}  // namespace tests::integration
