#include "gateway/steps/authenticate.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::steps {

namespace {

config::Client client(std::string name, std::vector<std::string> keys, std::vector<std::string> tenants,
                      std::vector<config::Permission> permissions) {
  config::Client made;
  made.name = std::move(name);
  for (const auto& key : keys)
    made.api_key_sha256.push_back(sha256(key));
  made.tenants = std::move(tenants);
  for (const auto permission : permissions)
    made.allow.add(permission);
  return made;
}

std::vector<config::Client> two_clients() {
  return {client("billing", {"old-key", "new-key"}, {"contoso"}, {config::Permission::users_read}),
          client("helpdesk", {"desk-key"}, {"fabrikam", "contoso"}, {config::Permission::users_create})};
}

}  // namespace

TEST_CASE("hashes a key as the configuration has it") {
  // FIPS 180-2, B.1: the digest of "abc".
  const config::Sha256 abc = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
                              0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
                              0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
  CHECK(sha256("abc") == abc);
}

TEST_CASE("knows a client by any of its keys, whatever the case of the scheme") {
  const Clients clients(two_clients());
  struct Row {
    std::string authorization, client;
  };
  const std::vector<Row> rows = {
      {"Bearer old-key", "billing"},   {"Bearer new-key", "billing"},     {"bearer desk-key", "helpdesk"},
      {"BEARER desk-key", "helpdesk"}, {"Bearer   desk-key", "helpdesk"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.authorization);
    const auto caller = clients.authenticate({row.authorization});
    REQUIRE(caller.has_value());
    CHECK(caller->client == row.client);
  }
}

TEST_CASE("refuses everybody else with one and the same problem") {
  const Clients clients(two_clients());
  const auto first = schema::encode_problem(clients.authenticate({}).error().problem);
  CHECK(first.find("unauthenticated") != std::string::npos);
  for (const std::string authorization :
       {"", "Bearer", "Bearer ", "Bearer  ", "Bearerold-key", "Bearer\told-key", "old-key", "Basic old-key",
        "Bearer OLD-KEY", "Bearer old-key ", "Bearer old-key,new-key", "Bearer old-ke", "Bearer old-keyx",
        "Token x", "Bearer wrong"}) {
    CAPTURE(authorization);
    const auto caller = clients.authenticate({authorization});
    REQUIRE(caller.has_error());
    CHECK(schema::encode_problem(caller.error().problem) == first);
  }
}

TEST_CASE("takes no empty key, even where the file has the hash of nothing") {
  const Clients clients({client("careless", {""}, {"contoso"}, {})});
  CHECK(clients.authenticate({"Bearer "}).has_error());
  CHECK(clients.authenticate({}).has_error());
}

TEST_CASE("lets a client see its own tenants and do what it is allowed, and no more") {
  const Clients clients(two_clients());
  const auto billing = clients.authenticate({"Bearer new-key"});
  REQUIRE(billing.has_value());
  CHECK(billing->may_see("contoso"));
  CHECK(!billing->may_see("fabrikam"));
  CHECK(!billing->may_see("Contoso"));
  CHECK(!billing->may_see(""));
  CHECK(billing->may(config::Permission::users_read));
  CHECK(!billing->may(config::Permission::users_create));
  CHECK(!billing->may(config::Permission::operations_read));
}

TEST_CASE("takes everybody as anonymous, who may everything, where no clients are configured") {
  const Clients clients;
  CHECK(clients.empty());
  for (const auto& authorization :
       {std::optional<std::string_view>{}, std::optional<std::string_view>{"Bearer x"}}) {
    const auto caller = clients.authenticate({authorization});
    REQUIRE(caller.has_value());
    CHECK(caller->client == "anonymous");
    CHECK(caller->may_see("contoso"));
    CHECK(caller->may(config::Permission::users_create));
  }
}

}  // namespace gateway::steps
