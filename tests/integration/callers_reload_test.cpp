// What a reload leaves of the callers: how often they called, the keys of their issuers, and the certificates
// that connections began with.
#include "tests/integration/callers.hpp"
#include "tests/integration/canned_server.hpp"
#include "tests/integration/hostile.hpp"
#include "tests/integration/tls_listener.hpp"
#include "tests/support/authority.hpp"
#include "tests/support/signing_key.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <fstream>

namespace tests::integration {
namespace {

using support::GatewayProcess;
using support::Headers;
using support::HttpConnection;

std::string keyed_yaml(const std::string& rate) {
  return support::emulated_yaml(arena().emulator,
                                "clients:\n  portal: {api_key_sha256: [" + hash_of_key("the-key") +
                                    "], tenants: [contoso], allow: [users.read], rate: " + rate + "}\n");
}

std::string issuer_yaml(const CannedServer& issuer, const std::string& path) {
  return support::emulated_yaml(arena().emulator,
                                "issuers:\n  corporate: {issuer: 'https://login.example', audience: [usher], "
                                "algorithms: [ES256], jwks: {url: '" +
                                    issuer.url() + path +
                                    "'}}\n"
                                    "clients:\n  hr: {jwt: {issuer: corporate, claims: {azp: hr}}, tenants: "
                                    "[contoso], allow: [users.read]}\n");
}

// A gateway whose only listener asks for certificates of the authorities in `trusted`.
struct Guarded {
  TlsListener listener;
  support::TemporaryFile trusted;
  GatewayProcess gateway;

  explicit Guarded(const std::string& authorities) : trusted(".pem", authorities), gateway(yaml()) {}

  std::string yaml() const {
    return listener.in(
        support::emulated_yaml(arena().emulator,
                               "clients:\n  portal: {mtls: {san: [dns:portal.contoso.com]}, "
                               "tenants: [contoso], allow: [users.read]}\n"
                               "  keyed: {api_key_sha256: [" +
                                   hash_of_key("the-key") + "], tenants: [contoso], allow: [users.read]}\n"),
        trusted.path());
  }
  void trust(const std::string& authorities) {
    std::ofstream(trusted.path()) << authorities;
    REQUIRE(gateway.reload(yaml()).status == 200);
  }
};

unsigned ask_on(HttpConnection& connection, const std::string& fields = {}) {
  connection.send(get(users_target, fields));
  return connection.read_reply().status;
}

}  // namespace

TEST_CASE("a reload gives no client its used-up rate back, and a new rate begins full") {
  const GatewayProcess gateway(keyed_yaml("2/h"));
  const Headers key = bearing("the-key");
  CHECK(gateway.get(users_target, key).status == 200);
  CHECK(gateway.get(users_target, key).status == 200);
  CHECK(gateway.get(users_target, key).status == 429);
  REQUIRE(gateway.reload(keyed_yaml("2/h")).status == 200);
  CHECK(gateway.get(users_target, key).status == 429);
  REQUIRE(gateway.reload(keyed_yaml("3/h")).status == 200);
  CHECK(gateway.get(users_target, key).header("ratelimit").starts_with("\"default\";r=2;"));
}

TEST_CASE(
    "tokens are taken after a reload by the keys that were read, while their issuer cannot be reached") {
  const support::SigningKey key(support::SigningKey::Kind::p256);
  // One answer: whoever asks again gets none.
  const CannedServer issuer({canned(200, "application/jwk-set+json", support::jwks(key.jwk("k")))});
  const GatewayProcess gateway(issuer_yaml(issuer, "/keys"));
  const std::string claims = R"({"iss":"https://login.example","aud":"usher","azp":"hr","exp":)" +
                             std::to_string(std::time(nullptr) + 600) + "}";
  const Headers token = bearing(key.sign("ES256", R"({"alg":"ES256","kid":"k"})", claims));
  CHECK(gateway.get(users_target, token).status == 200);
  REQUIRE(gateway.reload(issuer_yaml(issuer, "/keys")).status == 200);
  CHECK(gateway.get(users_target, token).status == 200);
  CHECK(support::request(gateway.port(1), "GET", "/metrics")
            .body.find("usher_issuer_keys_last_success_timestamp_seconds{issuer=\"corporate\"} 1") !=
        std::string::npos);
  // An issuer that was taken out is forgotten with its keys.
  REQUIRE(gateway.reload(keyed_yaml("2/h")).status == 200);
  REQUIRE(gateway.reload(issuer_yaml(issuer, "/keys")).status == 200);
  CHECK(gateway.get(users_target, token).status == 503);
  // Another address has given no key yet.
  REQUIRE(gateway.reload(issuer_yaml(issuer, "/others")).status == 200);
  CHECK(gateway.get(users_target, token).status == 503);
}

TEST_CASE("a certificate is judged again on its open connection when the listener's authorities change") {
  const support::Authority first, second;
  support::CertificateWish wish;
  wish.names = {"DNS:portal.contoso.com"};
  const auto paper = first.issue(wish);
  Guarded guarded(first.certificate());
  HttpConnection connection(guarded.gateway.port(), guarded.listener.wish(paper));
  CHECK(ask_on(connection) == 200);
  guarded.trust(first.certificate() + second.certificate());
  CHECK(ask_on(connection) == 200);
  guarded.trust(second.certificate());
  CHECK(ask_on(connection) == 401);
  // No key opens a listener that asks for certificates.
  CHECK(ask_on(connection, "Authorization: Bearer the-key\r\n") == 401);
  HttpConnection other(guarded.gateway.port(), guarded.listener.wish(second.issue(wish)));
  CHECK(ask_on(other) == 200);
  guarded.trust(second.certificate() + first.certificate());
  CHECK(ask_on(other) == 200);
  CHECK(ask_on(connection) == 200);
}

}  // namespace tests::integration
