// Signing in that fails: what only a person can mend is told and left alone for a minute, what passes is over
// when it is.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/texts.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;

const std::vector<std::string> for_a_person = {"50076", "50079", "50173", "53003",  "65001",
                                               "70000", "70008", "70043", "700082", "7000222"};
const std::vector<std::string> passing = {"50196", "90033", "90055"};

// What is kept of a sign-in is a tenant's: each case has tenants of its own.
struct RefusedScene {
  support::EmulatorProcess emulator;
  ClosedPort nobody;
  support::GatewayProcess gateway{file_of("limits: {retries: 0}\n", tenants())};

  std::vector<std::string> tenants() const {
    std::vector<std::string> all;
    for (const char* name : {"good", "mfa-900421", "mfa-legacy", "mfa-claim", "token-fault"}) {
      all.push_back(emulated_tenant(emulator, name));
    }
    for (const auto* codes : {&for_a_person, &passing}) {
      for (const std::string& code : *codes)
        all.push_back(emulated_tenant(emulator, "aadsts-" + code));
    }
    for (const char* name : {"secret-401", "secret-400"}) {
      all.push_back(with(emulated_tenant(emulator, name), "client_secret: emulator-partner-center-secret-1",
                         "client_secret: not-the-secret-of-it"));
    }
    const std::string cockpit = text_at(emulator.get("/population").at("tokens"), "cloud_cockpit");
    all.push_back(with_given_tokens(emulated_tenant(emulator, "given-old"), "eyJ0.e30.x", cockpit));
    all.push_back(with(emulated_tenant(emulator, "no-token-service"),
                       "authority: http://127.0.0.1:" + std::to_string(emulator.token_service()),
                       "authority: http://127.0.0.1:" + std::to_string(nobody.number())));
    return all;
  }

  std::size_t sign_ins() const { return emulator.ledger("token_service", "token").size(); }
};

RefusedScene& refused_scene() {
  static RefusedScene one;
  one.emulator.reset();
  return one;
}

}  // namespace

TEST_CASE("what only a person can mend is told with the remedy, and not tried again within the minute") {
  const RefusedScene& s = refused_scene();
  for (const std::string& code : for_a_person) {
    CAPTURE(code);
    s.emulator.set("token_refusal", json::value(code));
    s.emulator.clear_ledger();
    const std::string target = list_of("aadsts-" + code);
    for (int i = 0; i < 3; ++i) {
      const auto reply = ask(s.gateway, target);
      CHECK(reply.status == 502);
      const auto problem = reply.json();
      CHECK(code_of(problem) == "provider_rejected_credentials");
      CHECK(text_at(problem, "provider") == "partner_center");
      CHECK(text_at(problem, "providerCode") == "AADSTS" + code);
      CHECK_FALSE(text_at(problem, "remedy").empty());
      CHECK(code_of(outcome_of(problem, "cloud_cockpit").at("error")) == "provider_rejected_credentials");
    }
    CHECK(s.sign_ins() == 2);  // one at each provider
    CHECK(s.emulator.ledger("partner_center", "").empty());
    s.emulator.set("token_refusal", "off");
    CHECK(ask(s.gateway, target).status == 502);
    CHECK(s.sign_ins() == 2);
  }
}

TEST_CASE("a token service that is in trouble is a passing error, and over when it is") {
  const RefusedScene& s = refused_scene();
  for (const std::string& code : passing) {
    CAPTURE(code);
    s.emulator.set("token_refusal", json::value(code));
    const auto problem = ask(s.gateway, list_of("aadsts-" + code)).json();
    CHECK(code_of(problem) == (code == "90055" ? "provider_unavailable" : "provider_error"));
    CHECK(problem.at("retryable") == true);
    s.emulator.set("token_refusal", "off");
    CHECK(ask(s.gateway, list_of("aadsts-" + code)).json().at("totalCount") == 14);
  }
}

TEST_CASE("a token service that breaks off or cannot be reached is the provider's error") {
  const RefusedScene& s = refused_scene();
  const auto away = ask(s.gateway, list_of("no-token-service"));
  CHECK(away.status == 502);
  CHECK(code_of(away.json()) == "provider_error");

  struct Row {
    json::object action;
    std::string code;
  };
  for (const Row& row :
       {Row{{{"status", 500}}, "provider_error"},
        {{{"status", 503}}, "provider_error"},
        {{{"status", 429}}, "provider_unavailable"},
        {{{"reset", "before"}}, "provider_error"},
        {{{"truncate", 30}}, "provider_error"},
        {{{"garbage", true}}, "provider_bad_response"},
        {{{"status", 204}}, "provider_bad_response"},
        {{{"status", 200}, {"body", "{}"}}, "provider_bad_response"},
        {{{"status", 200}, {"body", "{\"access_token\":\"a\\r\\nX: b\",\"expires_in\":3599}"}},
         "provider_bad_response"}}) {
    const std::string text = json::serialize(row.action);
    CAPTURE(text);
    s.emulator.remove("/faults");
    s.emulator.fault(json::serialize(
        json::object{{"match", {{"provider", "token_service"}}}, {"times", 0}, {"action", row.action}}));
    const auto problem = ask(s.gateway, list_of("token-fault")).json();
    CHECK(code_of(problem) == row.code);
    CHECK(code_of(outcome_of(problem, "cloud_cockpit").at("error")) == row.code);
  }
  s.emulator.remove("/faults");
  CHECK(ask(s.gateway, list_of("token-fault")).json().at("totalCount") == 14);
}

TEST_CASE(
    "a sign-in without a second factor is rejected with what to do, and not tried again within the minute") {
  const RefusedScene& s = refused_scene();
  struct Row {
    std::string tenant;
    std::string name;
    std::string value;
  };
  for (const Row& row : {Row{"mfa-900421", "mfa_error", "900421"},
                         {"mfa-legacy", "mfa_error", "legacy"},
                         {"mfa-claim", "token_mfa", "off"}}) {
    CAPTURE(row.tenant);
    s.emulator.reset();
    s.emulator.set(row.name, json::value(row.value));
    const std::string target = list_of(row.tenant);
    for (int i = 0; i < 3; ++i) {
      const auto list = ask(s.gateway, target).json();
      CHECK(list.at("complete") == false);
      const auto& error = outcome_of(list, "partner_center").at("error");
      CHECK(code_of(error) == "provider_rejected_credentials");
      CHECK(error.at("providerStatus") == 401);
      CHECK(contains(text_at(error, "remedy"), "multi-factor"));
    }
    CHECK(s.emulator.ledger("partner_center", "list").size() == 1);
    CHECK(s.sign_ins() == 2);
  }
}

TEST_CASE("a wrong client secret and a stale bearer token say what to change") {
  const RefusedScene& s = refused_scene();
  for (const std::string status : {"401", "400"}) {
    CAPTURE(status);
    s.emulator.set("token_bad_secret", json::value(status));
    const auto reply = ask(s.gateway, list_of("secret-" + status, "require=all"));
    CHECK(code_of(reply.json()) == "provider_rejected_credentials");
    CHECK(text_at(reply.json(), "providerCode") == "AADSTS7000215");
    CHECK(contains(text_at(reply.json(), "remedy"), "client_secret"));
    CHECK_FALSE(contains(reply.body, "not-the-secret-of-it"));
  }
  s.emulator.clear_ledger();
  const auto reply = ask(s.gateway, list_of("given-old", "require=all"));
  CHECK(code_of(reply.json()) == "provider_rejected_credentials");
  CHECK(contains(text_at(reply.json(), "remedy"), "bearer_token"));
  CHECK(s.sign_ins() == 0);
  CHECK(s.emulator.ledger("partner_center", "list").size() == 1);
}

TEST_CASE("no secret and no token is in the log") {
  RefusedScene& s = refused_scene();
  ask(s.gateway, list_of("good"));
  const std::string& log = s.gateway.process().output();
  CHECK(contains(log, "\"event\":\"request\""));
  for (const std::string_view secret :
       {"emulator-partner-center-secret-1", "emulator-cloud-cockpit-secret-1",
        "emulator-partner-center-refresh-token-1", "not-the-secret-of-it", "eyJ0"}) {
    CAPTURE(secret);
    CHECK_FALSE(contains(log, secret));
  }
}

}  // namespace tests::integration
