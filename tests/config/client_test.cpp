#include "config/server.hpp"
#include "tests/config/fake_environment.hpp"

#include <doctest/doctest.h>

using config::Permission;
using tests::config_files::Broken;
using tests::config_files::tenant;

namespace {

const std::string rest = tenant;
const std::string key(64, 'a');
const std::string other(64, 'b');

std::string client(const std::string& members) { return "clients: {p: {" + members + "}}\n" + rest; }
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

}  // namespace

TEST_CASE("reads a client with two keys while rotating, its tenants and permissions") {
  const auto config = tests::config_files::load(
      "clients: {portal: {api_key_sha256: [00ff" + std::string(60, '0') + ", " + other +
      "], tenants: [contoso], allow: [users.read, operations.read]}}\n" + rest);
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
      {"no clients in it", "clients: {}\n" + rest, {"1:1: clients: is empty, so nobody could call"}},
      {"a list", "clients: []\n" + rest, {"1:1: clients: is a list: it must be a mapping"}},
      {"a bad name", "clients: {Portal: {}}\n" + rest, {"1:11: clients.Portal: is no name for a client"}},
      {"a client that is a text", "clients: {p: x}\n" + rest, {"1:14: clients.p: is a single value"}},
      {"a client without anything",
       "clients: {p: {}}\n" + rest,
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
      {"a rate",
       allow("users.read], rate: 50/s, x: ["),
       {"1:36: clients.p.rate: limiting a client's rate is not supported by this version: remove `rate`",
        "1:48: clients.p.x: is unknown here"}},
      {"a JWT",
       allow("users.read], jwt: {issuer: x}, y: ["),
       {"1:36: clients.p.jwt: signing in with a JWT is not supported by this version",
        "1:54: clients.p.y: is unknown here"}},
      {"one key of two clients",
       "clients: {p: {api_key_sha256: [" + key + "], tenants: [contoso], allow: [users.read]},\n" +
           "  q: {api_key_sha256: [" + key + "], tenants: [contoso], allow: [users.read]}}\n" + rest,
       {"2:24: clients.q.api_key_sha256[0]: is the key of clients.p.api_key_sha256[0] already"}},
  };
  for (const Broken& row : table)
    check(row);
}
