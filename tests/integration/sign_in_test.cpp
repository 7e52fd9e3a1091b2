// Signing in to the providers: each way of it, one at a time however many wait, and what only a person can
// mend.
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;

const std::vector<std::string> for_a_person = {"50076", "50079", "50173", "53003",  "65001",
                                               "70000", "70008", "70043", "700082", "7000222"};
const std::vector<std::string> passing = {"50196", "90033", "90055"};

// What is kept of a sign-in is a tenant's: each case has tenants of its own.
struct Scene {
  support::EmulatorProcess emulator;
  ClosedPort nobody;
  support::GatewayProcess gateway{file_of("limits: {retries: 0}\n", tenants())};

  std::vector<std::string> tenants() const {
    std::vector<std::string> all;
    for (const char* name :
         {"v2", "first", "expired", "mfa-900421", "mfa-legacy", "mfa-claim", "token-fault"}) {
      all.push_back(emulated_tenant(emulator, name));
    }
    for (const auto* codes : {&for_a_person, &passing}) {
      for (const std::string& code : *codes)
        all.push_back(emulated_tenant(emulator, "aadsts-" + code));
    }
    for (const char* mode : {"on", "off", "omit"}) {
      all.push_back(emulated_tenant(emulator, "rotation-" + std::string(mode)));
    }
    for (const char* status : {"401", "400"}) {
      all.push_back(with(emulated_tenant(emulator, "secret-" + std::string(status)),
                         "client_secret: emulator-partner-center-secret-1",
                         "client_secret: not-the-secret-of-it"));
    }
    all.push_back(with(emulated_tenant(emulator, "v1"), "refresh_token: emulator",
                       "endpoint: v1\n          refresh_token: emulator"));
    const json::value tokens = emulator.get("/population").at("tokens");
    all.push_back(given_tokens("given", text_at(tokens, "partner_center"), text_at(tokens, "cloud_cockpit")));
    all.push_back(given_tokens("given-old", "eyJ0.e30.x", text_at(tokens, "cloud_cockpit")));
    all.push_back(with(emulated_tenant(emulator, "no-token-service"),
                       "authority: http://127.0.0.1:" + std::to_string(emulator.token_service()),
                       "authority: http://127.0.0.1:" + std::to_string(nobody.number())));
    all.push_back(emulated_tenant(emulator, "hurried", "    deadline: 300ms\n"));
    return all;
  }

  std::string given_tokens(std::string_view name, const std::string& partner,
                           const std::string& cockpit) const {
    const std::string authority =
        "          authority: http://127.0.0.1:" + std::to_string(emulator.token_service());
    std::string tenant = emulated_tenant(emulator, name);
    for (const std::string& token : {partner, cockpit}) {
      const auto begin = tenant.find(authority);
      auto end = tenant.find("          client_secret:", begin);
      end = tenant.find('\n', end) + 1;
      if (tenant.compare(end, 24, "          refresh_token:") == 0) end = tenant.find('\n', end) + 1;
      tenant.replace(begin, end - begin, "          bearer_token: " + token + '\n');
    }
    return tenant;
  }

  std::size_t sign_ins() const { return emulator.ledger("token_service", "token").size(); }
};

Scene& scene() {
  static Scene one;
  one.emulator.reset();
  return one;
}

std::string list_of(std::string_view tenant, std::string_view query = {}) {
  return users_of(tenant, "twelve", query);
}

// The form of the one sign-in of this kind since the ledger was cleared.
std::string form_of(const Scene& s, std::string_view grant) {
  std::string form;
  for (const json::value& entry : s.emulator.ledger("token_service", "token")) {
    const std::string body = text_at(entry, "body");
    if (body.find("grant_type=" + std::string(grant)) == std::string::npos) continue;
    CHECK(form.empty());
    form = text_at(entry, "target") + ' ' + body;
  }
  return form;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void expire(const Scene& s, std::string_view provider) {
  s.emulator.fault(json::serialize(
      json::object{{"match", {{"provider", provider}}}, {"times", 1}, {"action", {{"expire_token", true}}}}));
}

}  // namespace

TEST_CASE("each documented way of signing in leads to the list") {
  const Scene& s = scene();
  CHECK(ask(s.gateway, list_of("v2")).json().at("totalCount") == 14);
  const std::string v2 = form_of(s, "refresh_token");
  CHECK(has(v2, "/oauth2/v2.0/token "));
  CHECK(has(v2, "refresh_token=emulator-partner-center-refresh-token-1"));
  CHECK(has(v2, "scope="));
  CHECK_FALSE(has(v2, "resource="));
  const std::string app = form_of(s, "client_credentials");
  CHECK(has(app, "/4e806121-ff28-4286-ab4e-3be0a08f9ce0/oauth2/v2.0/token "));
  CHECK(has(app, "client_id=22222222-0000-4000-8000-00000000000c"));

  s.emulator.clear_ledger();
  CHECK(ask(s.gateway, list_of("v1")).json().at("totalCount") == 14);
  const std::string v1 = form_of(s, "refresh_token");
  CHECK(has(v1, "/oauth2/token "));
  CHECK(has(v1, "resource=https%3A%2F%2Fapi.partnercenter.microsoft.com"));

  s.emulator.clear_ledger();
  CHECK(ask(s.gateway, list_of("given")).json().at("totalCount") == 14);
  CHECK(s.sign_ins() == 0);
}

TEST_CASE("thirty first requests at once sign in once at each provider") {
  const Scene& s = scene();
  s.emulator.set("token_latency_ms", 300);
  std::vector<std::future<support::HttpReply>> callers;
  for (int i = 0; i < 30; ++i) {
    const char* customers[] = {"twelve", "crowd", "city", "empty", "onlypc"};
    callers.push_back(ask_aside(s.gateway, users_of("first", customers[i % 5], "limit=1")));
  }
  for (auto& caller : callers) {
    const auto reply = caller.get();
    CHECK(reply.status == 200);
    CHECK(reply.json().at("complete") == true);
  }
  CHECK(s.sign_ins() == 2);
  CHECK(ask(s.gateway, users_of("first", "onlycc")).status == 200);
  CHECK(s.sign_ins() == 2);
}

TEST_CASE("an expired token is renewed once, and the request succeeds") {
  const Scene& s = scene();
  ask(s.gateway, list_of("expired"));
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"}) {
    CAPTURE(provider);
    for (const std::string_view body : {"json", "empty"}) {
      s.emulator.set("pc_unauthorized_body", json::value(body));
      s.emulator.clear_ledger();
      expire(s, provider);
      CHECK(ask(s.gateway, list_of("expired")).json().at("totalCount") == 14);
      CHECK(s.sign_ins() == 1);
      CHECK(s.emulator.ledger(provider, "list").size() == 2);
    }
  }
}

TEST_CASE("requests that meet an expired token at once cause one renewal") {
  const Scene& s = scene();
  ask(s.gateway, list_of("expired"));
  s.emulator.clear_ledger();
  s.emulator.post("/clock", R"({"advance_seconds":7200})");  // the gateway's clock knows nothing of it
  s.emulator.set("pc_latency_ms", 100);
  std::vector<std::future<support::HttpReply>> callers;
  for (int i = 0; i < 20; ++i) {
    const std::string id = "0f0f0f0f-0000-4000-8000-0000000000" + std::to_string(10 + i);
    callers.push_back(ask_aside(s.gateway, users_of("expired", id, "provider=partner_center")));
  }
  // Nobody knows these customers, and to learn that takes a token.
  for (auto& caller : callers)
    CHECK(caller.get().status == 404);
  CHECK(s.sign_ins() == 1);
}

TEST_CASE("a refresh token that was replaced is the next one's, one that was not is used again") {
  const Scene& s = scene();
  const std::string configured = "refresh_token=emulator-partner-center-refresh-token-1";
  for (const std::string mode : {"on", "off", "omit"}) {
    CAPTURE(mode);
    s.emulator.set("token_rotation", json::value(mode));
    const std::string target = list_of("rotation-" + mode, "provider=partner_center");
    CHECK(ask(s.gateway, target).status == 200);
    s.emulator.clear_ledger();
    expire(s, "partner_center");
    CHECK(ask(s.gateway, target).status == 200);
    CHECK(has(form_of(s, "refresh_token"), configured) == (mode != "on"));
  }
}

TEST_CASE("what only a person can mend is told with the remedy, and not tried again within the minute") {
  const Scene& s = scene();
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
  const Scene& s = scene();
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
  const Scene& s = scene();
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

TEST_CASE("a refresh that outlasts its caller goes on and serves the next one") {
  const Scene& s = scene();
  s.emulator.set("token_latency_ms", 700);
  const std::string target = list_of("hurried", "provider=partner_center");
  const auto late = ask(s.gateway, target);
  CHECK(late.status == 504);
  CHECK(code_of(late.json()) == "provider_timeout");
  auto reply = late;
  for (int i = 0; i < 20 && reply.status != 200; ++i)
    reply = ask(s.gateway, target);
  CHECK(reply.status == 200);
  CHECK(s.sign_ins() == 1);
}

TEST_CASE(
    "a sign-in without a second factor is rejected with what to do, and not tried again within the minute") {
  const Scene& s = scene();
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
      CHECK(has(text_at(error, "remedy"), "multi-factor"));
    }
    CHECK(s.emulator.ledger("partner_center", "list").size() == 1);
    CHECK(s.sign_ins() == 2);
  }
}

TEST_CASE("a wrong client secret and a stale bearer token say what to change") {
  const Scene& s = scene();
  for (const std::string status : {"401", "400"}) {
    CAPTURE(status);
    s.emulator.set("token_bad_secret", json::value(status));
    const auto reply = ask(s.gateway, list_of("secret-" + status, "require=all"));
    CHECK(code_of(reply.json()) == "provider_rejected_credentials");
    CHECK(text_at(reply.json(), "providerCode") == "AADSTS7000215");
    CHECK(has(text_at(reply.json(), "remedy"), "client_secret"));
    CHECK_FALSE(has(reply.body, "not-the-secret-of-it"));
  }
  s.emulator.clear_ledger();
  const auto reply = ask(s.gateway, list_of("given-old", "require=all"));
  CHECK(code_of(reply.json()) == "provider_rejected_credentials");
  CHECK(has(text_at(reply.json(), "remedy"), "bearer_token"));
  CHECK(s.sign_ins() == 0);
  CHECK(s.emulator.ledger("partner_center", "list").size() == 1);
}

TEST_CASE("no secret and no token is in the log") {
  Scene& s = scene();
  ask(s.gateway, list_of("v2"));
  const std::string& log = s.gateway.process().output();
  CHECK(has(log, "\"event\":\"request\""));
  for (const std::string_view secret :
       {"emulator-partner-center-secret-1", "emulator-cloud-cockpit-secret-1",
        "emulator-partner-center-refresh-token-1", "not-the-secret-of-it", "eyJ0"}) {
    CAPTURE(secret);
    CHECK_FALSE(has(log, secret));
  }
}

}  // namespace tests::integration
