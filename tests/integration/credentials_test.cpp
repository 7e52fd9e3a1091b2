// What an operator learns of the credentials: on /readyz?verbose, on the metrics page and in the log; and
// that they are kept alive where nobody asks.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/integration/texts.hpp"
#include "tests/support/authority.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::EmulatorProcess;
using support::GatewayProcess;

json::object check_of(const GatewayProcess& gateway, std::string_view provider) {
  const auto reply = gateway.get("/readyz?verbose");
  CHECK(reply.status == 200);
  const json::value checks = reply.json().at("checks");
  for (const json::value& check : checks.as_array()) {
    if (text_at(check, "provider") == provider) return check.at("credential").as_object();
  }
  return {};
}

std::string admin_yaml(const EmulatorProcess& emulator, std::string_view top) {
  // One listener serves all: the portal's, where there is neither `clients` nor `admin`.
  return with(support::emulated_yaml(emulator, top), "admin: {address: '127.0.0.1:0'}\n", "");
}

// Of a form's value.
std::string decoded(const std::string& value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool is_escape = value[i] == '%';
    text += is_escape ? static_cast<char>(std::stoi(value.substr(i + 1, 2), nullptr, 16)) : value[i];
    if (is_escape) i += 2;
  }
  return text;
}

bool comes_true(const std::function<bool()>& what) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!what()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

TEST_CASE(
    "a credential that works is shown with its days, over a restart too, and one that does not with a "
    "remedy") {
  EmulatorProcess emulator;
  const StateFolder state;
  const std::string yaml = admin_yaml(emulator, "state: {sqlite: " + state.database().string() + "}\n");
  {
    GatewayProcess gateway(yaml);
    CHECK(check_of(gateway, "partner_center").at("status") == "unknown");
    CHECK(ask(gateway, list_of("contoso")).status == 200);
    const auto partner = check_of(gateway, "partner_center");
    CHECK(partner.at("kind") == "refresh_token");
    CHECK(partner.at("status") == "ok");
    CHECK(partner.at("daysLeft") == 89);  // and most of a day
    CHECK(partner.at("generation") == 1);
    CHECK(partner.at("lastFailure").is_null());
    const auto cockpit = check_of(gateway, "cloud_cockpit");
    CHECK(cockpit.at("kind") == "client_secret");
    CHECK(cockpit.at("daysLeft").is_null());
    const std::string page = gateway.get("/metrics").body;
    CHECK(contains(page, "usher_credential_up{provider=\"cloud_cockpit\",tenant=\"contoso\"} 1\n"));
    CHECK(contains(page, "usher_credential_expiry_timestamp_seconds{kind=\"refresh_token\","));
    CHECK(contains(page, "usher_credential_last_success_timestamp_seconds{"));
  }
  emulator.set("token_refusal", "700082");
  GatewayProcess gateway(yaml);
  CHECK(check_of(gateway, "partner_center").at("daysLeft") == 89);
  CHECK(ask(gateway, list_of("contoso")).status == 502);
  const auto partner = check_of(gateway, "partner_center");
  CHECK(partner.at("status") == "rejected");
  CHECK(partner.at("lastFailure").at("code") == "AADSTS700082");
  CHECK(contains(text_at(partner.at("lastFailure"), "remedy"), "refresh_token"));
  CHECK(contains(gateway.get("/metrics").body,
                 "usher_credential_up{provider=\"partner_center\",tenant=\"contoso\"} 0\n"));
  CHECK(gateway.process().end() == 0);
  const std::string log = gateway.process().output();
  CHECK(contains(log, "\"event\":\"credential_rejected\""));
  CHECK(contains(log, "AADSTS700082"));
  CHECK_FALSE(contains(log, "emulator-partner-center-refresh-token-1"));
}

TEST_CASE("a gateway signs in by itself after its start, and again where nobody asks for long") {
  EmulatorProcess emulator;
  GatewayProcess gateway(admin_yaml(emulator, "limits: {sign_in_after: 10ms, sign_in_again: 200ms}\n"));
  CHECK(comes_true([&] { return check_of(gateway, "partner_center").at("generation").as_int64() >= 3; }));
  CHECK(comes_true([&] { return check_of(gateway, "cloud_cockpit").at("generation").as_int64() >= 3; }));
  CHECK(emulator.ledger("partner_center", "list").empty());
}

TEST_CASE("a bad credential is known before the first caller is, and does not make the gateway unready") {
  EmulatorProcess emulator;
  emulator.set("token_refusal", "7000222");
  GatewayProcess gateway(admin_yaml(emulator, "limits: {sign_in_after: 10ms}\n"));
  CHECK(gateway.get("/readyz").status == 200);
  CHECK(comes_true([&] { return check_of(gateway, "cloud_cockpit").at("status") == "rejected"; }));
  CHECK(gateway.get("/readyz").status == 200);
}

TEST_CASE("a certificate signs in at both providers and both endpoints, and its end is shown") {
  EmulatorProcess emulator;
  const auto pair = support::Authority().issue({.ends = 10 * 24 * 3600 + 3600, .rsa_bits = 2048});
  const support::TemporaryFile certificate(".pem", pair.certificate);
  const support::TemporaryFile key(".key", pair.key);
  REQUIRE(::chmod(key.path().c_str(), 0600) == 0);
  for (const char* client :
       {"11111111-0000-4000-8000-00000000000c", "22222222-0000-4000-8000-00000000000c"}) {
    emulator.post("/certificates", json::serialize(json::object{{"client_id", client},
                                                                {"certificate_pem", pair.certificate}}));
  }
  const std::string proof = "certificate: " + certificate.path() + "\n          key: " + key.path();
  for (const std::string endpoint : {"v1", "v2"}) {
    CAPTURE(endpoint);
    emulator.clear_ledger();
    std::string yaml = admin_yaml(emulator, "limits: {retries: 0}\n");
    yaml = with(yaml, "client_secret: emulator-partner-center-secret-1",
                "endpoint: " + endpoint + "\n          " + proof);
    yaml = with(yaml, "client_secret: emulator-cloud-cockpit-secret-1", proof);
    GatewayProcess gateway(yaml);
    CHECK(ask(gateway, list_of("contoso")).json().at("complete") == true);
    const auto asked = emulator.ledger("token_service", "token");
    CHECK(asked.size() == 2);
    for (const json::value& entry : asked) {
      CHECK(contains(text_at(entry, "body"), "client_assertion=ey"));
      CHECK_FALSE(contains(text_at(entry, "body"), "client_secret"));
    }
    const auto cockpit = check_of(gateway, "cloud_cockpit");
    CHECK(cockpit.at("kind") == "certificate");
    CHECK(cockpit.at("daysLeft") == 10);
    CHECK(check_of(gateway, "partner_center").at("daysLeft") == 10);
    CHECK(contains(gateway.get("/metrics").body,
                   "usher_credential_expiry_timestamp_seconds{kind=\"certificate\","));
  }
  // Another certificate than the registered one.
  emulator.post("/certificates",
                json::serialize(json::object{
                    {"client_id", "22222222-0000-4000-8000-00000000000c"},
                    {"certificate_pem", support::Authority().issue({.rsa_bits = 2048}).certificate}}));
  GatewayProcess gateway(
      with(admin_yaml(emulator, ""), "client_secret: emulator-cloud-cockpit-secret-1", proof));
  CHECK(ask(gateway, list_of("contoso")).json().at("complete") == false);
  CHECK(check_of(gateway, "cloud_cockpit").at("lastFailure").at("code") == "AADSTS700027");
  CHECK(gateway.process().end() == 0);
  CHECK_FALSE(contains(gateway.process().output(), "eyJ"));
}

TEST_CASE("an end that is near is warned of") {
  EmulatorProcess emulator;
  const auto pair = support::Authority().issue({.ends = 3600, .rsa_bits = 2048});
  const support::TemporaryFile certificate(".pem", pair.certificate);
  const support::TemporaryFile key(".key", pair.key);
  REQUIRE(::chmod(key.path().c_str(), 0600) == 0);
  GatewayProcess gateway(with(admin_yaml(emulator, "limits: {sign_in_after: 10ms}\n"),
                              "client_secret: emulator-cloud-cockpit-secret-1",
                              "certificate: " + certificate.path() + "\n          key: " + key.path()));
  CHECK(gateway.process().wait_for_line(
      [](const std::string& line) { return contains(line, "\"event\":\"credential_expires\""); }));
}

TEST_CASE("a configured refresh token that changed since one was kept wins over the kept one") {
  EmulatorProcess emulator;
  const StateFolder state;
  const std::string yaml = admin_yaml(emulator, "state: {sqlite: " + state.database().string() + "}\n");
  const auto last_form = [&] {
    std::string form;
    for (const json::value& entry : emulator.ledger("token_service", "token")) {
      if (contains(text_at(entry, "body"), "grant_type=refresh_token")) form = text_at(entry, "body");
    }
    return form;
  };
  const std::string first = "refresh_token=emulator-partner-center-refresh-token-1";
  {
    GatewayProcess gateway(yaml);
    CHECK(ask(gateway, list_of("contoso")).status == 200);
    CHECK(contains(last_form(), first));
  }
  {
    GatewayProcess gateway(yaml);
    CHECK(ask(gateway, list_of("contoso")).status == 200);
    CHECK_FALSE(contains(last_form(), first));  // the kept one
  }
  // The refresh token that a person got by signing in anew; the emulator knows it by its signature.
  const std::string kept = [&] {
    const std::string form = last_form();
    const auto at = form.find("refresh_token=0.") + 14;
    return form.substr(at, form.find('&', at) - at);
  }();
  {
    GatewayProcess gateway(with(yaml, "refresh_token: emulator-partner-center-refresh-token-1",
                                "refresh_token: " + decoded(kept)));
    CHECK(check_of(gateway, "partner_center").at("daysLeft").is_null());
    CHECK(ask(gateway, list_of("contoso")).status == 200);
    CHECK(contains(last_form(), "refresh_token=" + kept + "&"));
  }
}

}  // namespace tests::integration
