// `usher check --providers`: what it says of good and of bad credentials, and that it takes no refresh token
// away from a gateway.
#include "tests/integration/emulated_secrets.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/integration/texts.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace tests::integration {
namespace {

using support::EmulatorProcess;
using support::Finished;
using support::GatewayProcess;
using support::TemporaryFile;

Finished check(const std::string& yaml) {
  const TemporaryFile file(".yaml", yaml);
  return support::run_to_end({USHER_PROGRAM, "check", file.path(), "--providers"});
}

// The refresh token of the last sign-in that had one, as the form has it.
std::string last_refresh_token(const EmulatorProcess& emulator) {
  std::string token;
  for (const auto& entry : emulator.ledger("token_service", "token")) {
    const std::string body = text_at(entry, "body");
    const auto named = body.find("grant_type=refresh_token&refresh_token=");
    if (named == std::string::npos) continue;
    const auto begin = named + std::string_view("grant_type=refresh_token&refresh_token=").size();
    token = body.substr(begin, body.find('&', begin) - begin);
  }
  return token;
}

}  // namespace

TEST_CASE("a good configuration is a line for each provider, with the days that are left, and exit 0") {
  const EmulatorProcess emulator;
  const Finished done =
      check(file_of("", {emulated_tenant(emulator, "contoso"), emulated_tenant(emulator, "fabrikam")}));
  CHECK(done.exit_code == 0);
  CHECK(done.err.empty());
  CHECK(done.out ==
        "TENANT    PROVIDER        RESULT  SIGNS IN BY    LEFT       WHY\n"
        "contoso   partner_center  ok      refresh_token  89 days\n"
        "contoso   cloud_cockpit   ok      client_secret  not known\n"
        "fabrikam  partner_center  ok      refresh_token  89 days\n"
        "fabrikam  cloud_cockpit   ok      client_secret  not known\n");
  // One page each, not whole lists.
  CHECK(emulator.ledger("partner_center", "list").size() == 2);
  CHECK(emulator.ledger("cloud_cockpit", "list").size() == 2);
}

TEST_CASE("where no customer is configured the customers are read") {
  const EmulatorProcess emulator;
  std::string tenant = emulated_tenant(emulator, "contoso");
  tenant.resize(tenant.find("    customers:"));
  const Finished done = check(file_of("", {tenant}));
  CHECK(done.exit_code == 0);
  CHECK(emulator.ledger("partner_center", "customers").size() == 1);
  CHECK(emulator.ledger("cloud_cockpit", "customers").size() == 1);
}

TEST_CASE("what is bad is told with its code, its meaning and the remedy, and exit 1") {
  const EmulatorProcess emulator;
  emulator.set("token_rotation", "omit");
  const Finished done =
      check(with(support::emulated_yaml(emulator), "emulator-cloud-cockpit-secret-1", "wrong"));
  CHECK(done.exit_code == 1);
  CHECK(contains(done.out, "partner_center  ok      refresh_token  at most 90 days\n"));
  CHECK(contains(done.out, "cloud_cockpit   failed  client_secret"));
  CHECK(contains(done.out, "AADSTS7000215: The client secret is wrong. Make a new secret"));
  CHECK_FALSE(contains(done.out + done.err, first_refresh_token));

  emulator.set("token_refusal", "700082");
  const Finished lapsed = check(support::emulated_yaml(emulator));
  CHECK(lapsed.exit_code == 1);
  CHECK(contains(lapsed.out,
                 "AADSTS700082: The refresh token has expired: it was not used for 90 days. Sign in"));
}

TEST_CASE("a provider that cannot be reached is told, and the others are tried all the same") {
  const EmulatorProcess emulator;
  const ClosedPort closed;
  const std::string port = std::to_string(emulator.partner_center());
  const Finished done = check(with(support::emulated_yaml(emulator, "limits: {retries: 0}\n"),
                                   "base_url: http://127.0.0.1:" + port,
                                   "base_url: http://127.0.0.1:" + std::to_string(closed.number())));
  CHECK(done.exit_code == 1);
  CHECK(contains(done.out, "partner_center  failed"));
  CHECK(contains(done.out, "cloud_cockpit   ok"));
}

TEST_CASE("mistakes of the file are told before anybody is asked") {
  const EmulatorProcess emulator;
  const Finished done = check(support::emulated_yaml(emulator, "limits: {retries: many}\n"));
  CHECK(done.exit_code == 1);
  CHECK(done.out.empty());
  CHECK(contains(done.err, "limits.retries"));
  CHECK(emulator.ledger("token_service", "token").empty());
}

TEST_CASE("a state that is free gives its newest token and gets the next one") {
  const EmulatorProcess emulator;
  const StateFolder state;
  const std::string yaml = support::emulated_yaml(emulator, state.yaml());
  // A state that is not there yet is not made by a check.
  const Finished first = check(yaml);
  CHECK(first.exit_code == 0);
  CHECK(contains(first.err, "no state"));
  CHECK(std::filesystem::is_empty(state.database().parent_path()));
  {
    const GatewayProcess gateway(yaml);
    CHECK(ask(gateway, users_of("contoso", "twelve")).status == 200);
  }
  const Finished second = check(yaml);
  CHECK(second.exit_code == 0);
  CHECK(second.err.empty());
  const std::string gateways = last_refresh_token(emulator);
  CHECK(gateways != first_refresh_token);
  const GatewayProcess gateway(yaml);
  CHECK(ask(gateway, users_of("contoso", "twelve")).status == 200);
  const std::string checks = last_refresh_token(emulator);
  CHECK(checks != first_refresh_token);
  CHECK(checks != gateways);
}

TEST_CASE("a running gateway keeps its token: the configured one is tried, and the note says so") {
  const EmulatorProcess emulator;
  const StateFolder state;
  const std::string yaml = support::emulated_yaml(emulator, state.yaml());
  const GatewayProcess gateway(yaml);
  CHECK(ask(gateway, users_of("contoso", "twelve")).status == 200);
  const Finished done = check(yaml);
  CHECK(done.exit_code == 0);
  CHECK(contains(done.err, "in use by another process"));
  CHECK(contains(done.err, "/readyz?verbose"));
  CHECK(last_refresh_token(emulator) == first_refresh_token);
  // And the gateway goes on with its own.
  emulator.fault(
      R"({"match": {"provider": "partner_center"}, "times": 1, "action": {"expire_token": true}})");
  CHECK(ask(gateway, users_of("contoso", "twelve")).json().at("complete") == true);
  CHECK(last_refresh_token(emulator) != first_refresh_token);
}

}  // namespace tests::integration
