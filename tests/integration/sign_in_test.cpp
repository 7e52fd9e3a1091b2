// Signing in to the providers: each documented way of it, once however many wait, and again when a token is
// over.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/texts.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;

// What is kept of a sign-in is a tenant's: each case has tenants of its own.
struct SignInScene {
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway{file_of("limits: {retries: 0}\n", tenants())};

  std::vector<std::string> tenants() const {
    const json::value tokens = emulator.get("/population").at("tokens");
    std::vector<std::string> all = {
        with(emulated_tenant(emulator, "v1"), "refresh_token: emulator",
             "endpoint: v1\n          refresh_token: emulator"),
        with_given_tokens(emulated_tenant(emulator, "given"), text_at(tokens, "partner_center"),
                          text_at(tokens, "cloud_cockpit")),
        emulated_tenant(emulator, "hurried", "    deadline: 300ms\n")};
    for (const char* name : {"v2", "first", "expired", "rotation-on", "rotation-off", "rotation-omit"}) {
      all.push_back(emulated_tenant(emulator, name));
    }
    return all;
  }

  std::size_t sign_ins() const { return emulator.ledger("token_service", "token").size(); }
};

SignInScene& sign_in_scene() {
  static SignInScene one;
  one.emulator.reset();
  return one;
}

// The form of the one sign-in of this kind since the ledger was cleared.
std::string form_of(const SignInScene& s, std::string_view grant) {
  std::string form;
  for (const json::value& entry : s.emulator.ledger("token_service", "token")) {
    const std::string body = text_at(entry, "body");
    if (body.find("grant_type=" + std::string(grant)) == std::string::npos) continue;
    CHECK(form.empty());
    form = text_at(entry, "target") + ' ' + body;
  }
  return form;
}

void expire(const SignInScene& s, std::string_view provider) {
  s.emulator.fault(json::serialize(
      json::object{{"match", {{"provider", provider}}}, {"times", 1}, {"action", {{"expire_token", true}}}}));
}

}  // namespace

TEST_CASE("each documented way of signing in leads to the list") {
  const SignInScene& s = sign_in_scene();
  CHECK(ask(s.gateway, list_of("v2")).json().at("totalCount") == 14);
  const std::string v2 = form_of(s, "refresh_token");
  CHECK(contains(v2, "/oauth2/v2.0/token "));
  CHECK(contains(v2, "refresh_token=emulator-partner-center-refresh-token-1"));
  CHECK(contains(v2, "scope="));
  CHECK_FALSE(contains(v2, "resource="));
  const std::string app = form_of(s, "client_credentials");
  CHECK(contains(app, "/4e806121-ff28-4286-ab4e-3be0a08f9ce0/oauth2/v2.0/token "));
  CHECK(contains(app, "client_id=22222222-0000-4000-8000-00000000000c"));

  s.emulator.clear_ledger();
  CHECK(ask(s.gateway, list_of("v1")).json().at("totalCount") == 14);
  const std::string v1 = form_of(s, "refresh_token");
  CHECK(contains(v1, "/oauth2/token "));
  CHECK(contains(v1, "resource=https%3A%2F%2Fapi.partnercenter.microsoft.com"));

  s.emulator.clear_ledger();
  CHECK(ask(s.gateway, list_of("given")).json().at("totalCount") == 14);
  CHECK(s.sign_ins() == 0);
}

TEST_CASE("thirty first requests at once sign in once at each provider") {
  const SignInScene& s = sign_in_scene();
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
  const SignInScene& s = sign_in_scene();
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
  const SignInScene& s = sign_in_scene();
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

TEST_CASE("a thousand requests that meet a 401 at once cause one renewal") {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);  // the gateway's and the emulator's too
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway(support::emulated_yaml(
      emulator, "limits: {retries: 0, upstream_max: 1024, first_byte_timeout: 30s}\n"));
  emulator.set("throttle_customers", "off");
  CHECK(ask(gateway, list_of("contoso", "provider=partner_center")).status == 200);
  emulator.clear_ledger();
  emulator.post("/clock", R"({"advance_seconds":7200})");  // the gateway's clock knows nothing of it
  emulator.set("pc_latency_ms", 3000);
  std::vector<std::unique_ptr<support::HttpConnection>> callers;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "0f0f0f0f-0000-4000-8000-00000000" + std::to_string(1000 + i);
    callers.push_back(std::make_unique<support::HttpConnection>(gateway.port()));
    callers.back()->send("GET " + users_of("contoso", id, "provider=partner_center") +
                         " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  std::size_t answered = 0;
  for (auto& caller : callers)
    answered +=
        caller->read_reply().status == 404;  // nobody knows these customers, and to learn that takes a token
  CHECK(answered == 1000);
  CHECK(emulator.ledger("token_service", "token").size() == 1);
  std::size_t refused = 0;
  for (const json::value& entry : emulator.ledger("partner_center", "list"))
    refused += entry.at("status") == 401;
  CHECK(refused >= 500);
}

TEST_CASE("a refresh token that was replaced is the next one's, one that was not is used again") {
  const SignInScene& s = sign_in_scene();
  const std::string configured = "refresh_token=emulator-partner-center-refresh-token-1";
  for (const std::string mode : {"on", "off", "omit"}) {
    CAPTURE(mode);
    s.emulator.set("token_rotation", json::value(mode));
    const std::string target = list_of("rotation-" + mode, "provider=partner_center");
    CHECK(ask(s.gateway, target).status == 200);
    s.emulator.clear_ledger();
    expire(s, "partner_center");
    CHECK(ask(s.gateway, target).status == 200);
    CHECK(contains(form_of(s, "refresh_token"), configured) == (mode != "on"));
  }
}

TEST_CASE("a refresh that outlasts its caller goes on and serves the next one") {
  const SignInScene& s = sign_in_scene();
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

}  // namespace tests::integration
