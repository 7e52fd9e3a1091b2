#include "config/server.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using config::Permission;
using tests::config_files::Broken;
using tests::config_files::smallest_tenant;

namespace {

const std::string key(64, 'a');
const std::string other(64, 'b');

// Two lines each.
const std::string issuers =
    "issuers: {corporate: {issuer: 'https://a.example', audience: [b], algorithms: [RS256],\n"
    "  jwks: {url: 'https://a.example/keys'}}}\n";
const std::string asking =
    "listen: [{address: 'localhost:0', tls: {certificate: tls.pem, key: tls.key, client_ca: ca.pem}}]\n";

std::string client(const std::string& members, const std::string& before = "") {
  return before + "clients: {p: {" + members + "}}\n" + smallest_tenant;
}
// One whose keys are `items`, and nothing else is wrong; they start in column 32.
std::string keys(const std::string& items) {
  return client("api_key_sha256: [" + items + "], tenants: [contoso], allow: [users.read]");
}
std::string tenants(const std::string& items) {
  return client("tenants: [" + items + "], allow: [users.read], api_key_sha256: [" + key + "]");
}
std::string allow(const std::string& items) {
  return client("allow: [" + items + "], tenants: [contoso], api_key_sha256: [" + key + "]");
}
std::string rate(const std::string& value) {
  return client("allow: [users.read], rate: " + value + ", tenants: [contoso], api_key_sha256: [" + key +
                "]");
}

}  // namespace

TEST_CASE("reads a client with two keys while rotating, its tenants and permissions") {
  const auto config = tests::config_files::load(
      "clients: {portal: {api_key_sha256: [00ff" + std::string(60, '0') + ", " + other +
      "], tenants: [contoso], allow: [users.read, operations.read]}}\n" + smallest_tenant);
  REQUIRE(config.is_good());
  REQUIRE(config.clients.size() == 1);
  const config::Client& portal = config.clients[0];
  CHECK(portal.name == "portal");
  REQUIRE(portal.api_key_sha256.size() == 2);
  CHECK(portal.api_key_sha256[0][0] == 0x00);
  CHECK(portal.api_key_sha256[0][1] == 0xff);
  CHECK(portal.api_key_sha256[1][31] == 0xbb);
  CHECK(portal.tenants == std::vector<std::string>{"contoso"});
  CHECK(portal.allow.has(Permission::users_read));
  CHECK(portal.allow.has(Permission::operations_read));
  CHECK(!portal.allow.has(Permission::users_create));
  CHECK(!portal.allow.has(Permission::customers_read));
}

TEST_CASE("says of each wrong client what would be right") {
  const std::string upper(64, 'A');
  const Broken table[] = {
      {"no clients in it",
       "clients: {}\n" + smallest_tenant,
       {"1:1: clients: is empty, so nobody could call"}},
      {"a list", "clients: []\n" + smallest_tenant, {"1:1: clients: is a list: it must be a mapping"}},
      {"a bad name",
       "clients: {Portal: {}}\n" + smallest_tenant,
       {"1:11: clients.Portal: is no name for a client"}},
      {"a client that is a text",
       "clients: {p: x}\n" + smallest_tenant,
       {"1:14: clients.p: is a single value"}},
      {"a client without anything",
       "clients: {p: {}}\n" + smallest_tenant,
       {"1:11: clients.p.allow: is missing", "1:11: clients.p.api_key_sha256: is missing",
        "1:11: clients.p.tenants: is missing"}},
      {"no keys", keys(""), {"1:15: clients.p.api_key_sha256: is empty"}},
      {"a key that is no list",
       client("api_key_sha256: " + key + ", tenants: [contoso], allow: [users.read]"),
       {"1:31: clients.p.api_key_sha256: is a single value: it must be a list"}},
      {"three keys",
       keys(key + ", " + other + ", " + std::string(64, 'c')),
       {"1:15: clients.p.api_key_sha256: has more than two keys"}},
      {"a short key",
       keys("5e88"),
       {"1:32: clients.p.api_key_sha256[0]: must be 64 lower-case hexadecimal digits"}},
      {"a key in capitals",
       keys(upper),
       {"1:32: clients.p.api_key_sha256[0]: must be 64 lower-case hexadecimal"}},
      {"a key with other letters",
       keys(std::string(64, 'g')),
       {"1:32: clients.p.api_key_sha256[0]: must be 64"}},
      {"a key twice", keys(key + ", " + key), {"1:98: clients.p.api_key_sha256[1]: is the key of clients.p"}},
      {"no tenants", tenants(""), {"1:15: clients.p.tenants: is empty"}},
      {"an unknown tenant",
       tenants("contosso"),
       {"1:25: clients.p.tenants[0]: `contosso` is no tenant of this file: did you mean `contoso`?"}},
      {"a strange tenant",
       tenants("fabrikam"),
       {"1:25: clients.p.tenants[0]: `fabrikam` is no tenant of this file: name one of `tenants`"}},
      {"a tenant that is no name", tenants("'*'"), {"1:25: clients.p.tenants[0]: must be a name"}},
      {"a tenant twice", tenants("contoso, contoso"), {"1:34: clients.p.tenants[1]: is repeated"}},
      {"no permissions", allow(""), {"1:15: clients.p.allow: is empty"}},
      {"an unknown permission",
       allow("users.write"),
       {"1:23: clients.p.allow[0]: must be users.read, users.create, customers.read or operations.read"}},
      {"a permission twice", allow("users.read, users.read"), {"1:35: clients.p.allow[1]: is repeated"}},
      {"a rate without a window",
       rate("50"),
       {"1:42: clients.p.rate: must be a number of requests in a second"}},
      {"no requests at all", rate("0/s"), {"1:42: clients.p.rate: must be a number of requests in a second"}},
      {"a rate by the day", rate("50/d"), {"1:42: clients.p.rate: must be a number of requests in a second"}},
      {"a rate of more than a million",
       rate("1000001/s"),
       {"1:42: clients.p.rate: must be at most 1000000 requests"}},
      {"a rate that is a list", rate("[1/s]"), {"1:36: clients.p.rate: is a list: it must be text"}},
      {"a token of nobody",
       client("jwt: {issuer: corporat, claims: {azp: x}}, tenants: [contoso], allow: [users.read]", issuers),
       {"3:29: clients.p.jwt.issuer: `corporat` is no issuer of this file: did you mean `corporate`?"}},
      {"any token of an issuer",
       client("jwt: {issuer: corporate}, tenants: [contoso], allow: [users.read]", issuers),
       {"3:15: clients.p.jwt.claims: is missing: name the claims"}},
      {"a narrowing without a token",
       allow("users.read], tenants_claim: x, allow_claim: x, z: ["),
       {"1:36: clients.p.tenants_claim: is unknown here", "1:54: clients.p.allow_claim: is unknown here",
        "1:70: clients.p.z: is unknown here"}},
      {"two clients of one token",
       issuers +
           "clients:\n  p: {jwt: {issuer: corporate, claims: {azp: x}}, tenants: [contoso], allow: "
           "[users.read]}\n  q: {jwt: {issuer: corporate, claims: {azp: x, roles: y}}, tenants: "
           "[contoso], allow: [users.read]}\n" +
           smallest_tenant,
       {"5:32: clients.q.jwt.claims: fit a token of client `p` too"}},
      {"a certificate that nobody asks for",
       client("mtls: {san: [dns:a.example]}, tenants: [contoso], allow: [users.read]"),
       {"1:15: clients.p.mtls: needs a listener that asks for certificates"}},
      // A listener that is meant to ask for them has its own mistake, and no other follows from it.
      {"a certificate that is asked for by a broken listener",
       "listen: [{address: 'localhost:0', tls: {certificate: tls.pem, key: tls.key, client_ca: "
       "none.pem}}]\n" +
           client("mtls: {san: [dns:a.example]}, tenants: [contoso], allow: [users.read]"),
       {"1:88: listen[0].tls.client_ca: the file `/etc/usher/none.pem` cannot be read"}},
      {"no name in a certificate",
       client("mtls: {san: []}, tenants: [contoso], allow: [users.read]", asking),
       {"2:22: clients.p.mtls.san: is missing: list names of this client's certificate"}},
      {"names that no certificate has",
       client("mtls: {san: [a.example, cn:x, dns:*.example, 'dns:', uri:x, 'email:@x', ip:1.2.3, "
              "'ip:fe80::1%lo', email:a@b c, 'uri:a:\xc3\xa4']}, tenants: [contoso], allow: [users.read]",
              asking),
       {"2:28: clients.p.mtls.san[0]: must begin with dns:, uri:, email: or ip:",
        "2:39: clients.p.mtls.san[1]: must begin with",
        "2:45: clients.p.mtls.san[2]: must be dns: and a host name",
        "2:60: clients.p.mtls.san[3]: must be dns:",
        "2:68: clients.p.mtls.san[4]: must be uri: and an absolute URI",
        "2:75: clients.p.mtls.san[5]: must be email:",
        "2:87: clients.p.mtls.san[6]: must be ip: and an address", "2:97: clients.p.mtls.san[7]: must be ip:",
        "2:114: clients.p.mtls.san[8]: must be email:", "2:127: clients.p.mtls.san[9]: must be uri:"}},
      {"one name of two clients",
       asking +
           "clients:\n  p: {mtls: {san: [dns:A.example]}, tenants: [contoso], allow: [users.read]}\n  q: "
           "{mtls: {san: [dns:a.example]}, tenants: [contoso], allow: [users.read]}\n" +
           smallest_tenant,
       {"4:20: clients.q.mtls.san[0]: is the name in clients.p.mtls.san[0] already"}},
      {"one key of two clients",
       "clients: {p: {api_key_sha256: [" + key + "], tenants: [contoso], allow: [users.read]},\n" +
           "  q: {api_key_sha256: [" + key + "], tenants: [contoso], allow: [users.read]}}\n" +
           smallest_tenant,
       {"2:24: clients.q.api_key_sha256[0]: is the key of clients.p.api_key_sha256[0] already"}},
  };
  for (const Broken& row : table)
    check(row);
}

TEST_CASE("reads how a client is known beside its keys, and how often it may call") {
  const auto config = tests::config_files::load(
      asking + issuers +
      "clients:\n"
      "  token: {jwt: {issuer: corporate, claims: {azp: x, 'https://a.example/Role': y}}, tenants: "
      "[contoso],\n"
      "    allow: [users.read], tenants_claim: tenants, allow_claim: roles, rate: 600/m}\n"
      "  paper: {mtls: {san: [dns:Portal.Example, 'uri:spiffe://a/B', email:Ops@Example.COM, ip:10.0.0.1,\n"
      "    'ip:2001:DB8:0::1']}, tenants: [contoso], allow: [users.read], rate: 1/h}\n" +
      smallest_tenant);
  tests::config_files::read_providers(config);
  config::finish(config);
  REQUIRE(config.is_good());
  REQUIRE(config.clients.size() == 2);
  const config::Client& token = config.clients[0];
  REQUIRE(token.jwt);
  CHECK(token.jwt->issuer == "corporate");
  REQUIRE(token.jwt->claims.size() == 2);
  CHECK(token.jwt->claims[1] == std::pair<std::string, std::string>("https://a.example/Role", "y"));
  CHECK(token.jwt->tenants_claim == "tenants");
  CHECK(token.jwt->allow_claim == "roles");
  CHECK(token.rate == config::Rate{600, std::chrono::minutes(1)});
  CHECK(token.api_key_sha256.empty());
  const config::Client& paper = config.clients[1];
  CHECK(paper.subject_names == std::vector<std::string>{"dns:portal.example", "uri:spiffe://a/B",
                                                        "email:Ops@example.com", "ip:10.0.0.1",
                                                        "ip:2001:db8::1"});
  CHECK(paper.rate == config::Rate{1, std::chrono::hours(1)});
  const std::string effective = config::effective(config);
  for (const char* shown : {"client_ca: /etc/usher/ca.pem", "leeway: 30s", "rate: 600/m",
                            "tenants_claim: tenants", "azp: x", "dns:Portal.Example"}) {
    CAPTURE(shown);
    CHECK(effective.find(shown) != effective.npos);
  }
}
