#include "tests/emulator/raw_client.hpp"
#include "tests/emulator/seed.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace tests::emulator;
namespace json = boost::json;

namespace {

const std::string partner = "/11111111-0000-4000-8000-000000000001/oauth2";
const std::string cockpit = "/4e806121-ff28-4286-ab4e-3be0a08f9ce0/oauth2/v2.0/token";
const std::string client =
    "client_id=11111111-0000-4000-8000-00000000000c&client_secret=emulator-partner-center-secret-1";
const std::string v2_scope = "&scope=https%3A%2F%2Fapi.partnercenter.microsoft.com%2F.default";

std::string redeem(const std::string& token) {
  return client + "&grant_type=refresh_token&refresh_token=" + token;
}
const std::string first_token(seed::partner_refresh_token);

std::int64_t aadsts(const Reply& reply) { return reply.json().at("error_codes").at(0).as_int64(); }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : std::string(1, c);
  return out;
}

}  // namespace

TEST_CASE("version 1 writes numbers as strings, version 2 as numbers") {
  RunningEmulator emulator;
  const json::value v1 = emulator
                             .token(partner + "/token",
                                    redeem(first_token) + "&resource=https://api.partnercenter.microsoft.com")
                             .json();
  CHECK(v1.at("expires_in") == "3599");
  CHECK(v1.at("expires_on").is_string());
  CHECK(v1.at("resource") == "https://api.partnercenter.microsoft.com");
  const json::value v2 = emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope).json();
  CHECK(v2.at("expires_in") == 3599);
  CHECK_FALSE(v2.as_object().contains("expires_on"));
  CHECK_FALSE(v2.as_object().contains("resource"));
  const Reply both = emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope + "&resource=x");
  CHECK(aadsts(both) == 901002);
}

TEST_CASE("every redemption brings a new refresh token, and the old one stays good") {
  RunningEmulator emulator;
  const json::value first = emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope).json();
  const std::string rotated(first.at("refresh_token").as_string());
  CHECK(rotated != first_token);
  CHECK(emulator.token(partner + "/v2.0/token", redeem(escaped(rotated)) + v2_scope).status == 200);
  CHECK(emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope).status == 200);
  const Reply list = ask(
      emulator.addresses().partner_center,
      request_text("GET", "/v1/customers/aaaaaaaa-0000-4000-8000-000000000012/users",
                   {{"Authorization", "Bearer " + std::string(first.at("access_token").as_string())}}, ""));
  CHECK(list.status == 200);
  emulator.set("token_rotation", "omit");
  CHECK_FALSE(emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope)
                  .json()
                  .as_object()
                  .contains("refresh_token"));
}

TEST_CASE("a refresh token that nobody used for 90 days is dead") {
  RunningEmulator emulator;
  emulator.control("POST", "/clock", R"({"advance_seconds":7689600})");  // 89 days
  CHECK(emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope).status == 200);
  emulator.control("POST", "/clock", R"({"advance_seconds":7862400})");  // 91 more
  const Reply dead = emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope);
  CHECK(dead.status == 400);
  CHECK(dead.json().at("error") == "invalid_grant");
  CHECK(aadsts(dead) == 700082);
  CHECK(std::string(dead.json().at("error_description").as_string()).starts_with("AADSTS700082: "));
}

TEST_CASE("wrong credentials are refused with the service's own numbers") {
  RunningEmulator emulator;
  const std::string app = "&grant_type=client_credentials" + v2_scope;
  const std::string id = "client_id=11111111-0000-4000-8000-00000000000c";
  const Reply secret = emulator.token(partner + "/v2.0/token", id + "&client_secret=wrong" + app);
  CHECK(secret.status == 401);
  CHECK(secret.json().at("error") == "invalid_client");
  CHECK(aadsts(secret) == 7000215);
  CHECK(aadsts(emulator.token(partner + "/v2.0/token", id + app)) == 7000218);
  CHECK(aadsts(emulator.token(partner + "/v2.0/token", "client_id=x&client_secret=y" + app)) == 700016);
  CHECK(aadsts(emulator.token("/nowhere/oauth2/token", client + app)) == 90002);
  CHECK(aadsts(emulator.token(partner + "/v2.0/token", redeem("forged") + v2_scope)) == 70000);
  CHECK(aadsts(emulator.token(partner + "/v2.0/token", client + "&grant_type=password" + v2_scope)) == 70003);
  emulator.control("POST", "/tokens/revoke",
                   R"({"refresh_token":"emulator-partner-center-refresh-token-1"})");
  CHECK(aadsts(emulator.token(partner + "/v2.0/token", redeem(first_token) + v2_scope)) == 50173);
}

TEST_CASE("CloudCockpit's tenant gives application tokens for its own scope only") {
  RunningEmulator emulator;
  const std::string app =
      "client_id=22222222-0000-4000-8000-00000000000c&client_secret=emulator-cloud-cockpit-secret-1"
      "&grant_type=client_credentials&scope=api%3A%2F%2Fb92a36a4-feb8-4f47-a69c-29a180aa6d0a%2F";
  const json::value good = emulator.token(cockpit, app + ".default").json();
  CHECK(good.at("expires_in") == 3599);
  CHECK_FALSE(good.as_object().contains("refresh_token"));
  const Reply list =
      ask(emulator.addresses().cloud_cockpit,
          request_text("GET", "/v1/customer/cccccccc-0000-4000-8000-000000000012/users",
                       {{"Authorization", "Bearer " + std::string(good.at("access_token").as_string())},
                        {"X-Tenant", "portal.contoso.com"}},
                       ""));
  CHECK(list.status == 200);
  CHECK(emulator.token(cockpit, app + "other").status == 400);
}
