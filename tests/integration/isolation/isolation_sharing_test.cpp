// What the gateway shares between equal requests (flights, found customers, tokens) it never shares between
// tenants, though they ask for the same ids at the same time.
#include "tests/integration/isolation/cells.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <future>
#include <set>
#include <string>
#include <vector>

namespace tests::integration::isolation {
namespace {
namespace json = boost::json;
using support::HttpReply;

std::future<HttpReply> ask_aside_as(const Client& client, std::string target) {
  return std::async(std::launch::async,
                    [&client, target = std::move(target)] { return town().get(client, target); });
}

std::string mint(const support::EmulatorProcess& emulator, std::string_view provider, int seconds) {
  const json::value minted = emulator.post(
      "/tokens", json::serialize(json::object{{"provider", provider}, {"expires_in", seconds}}));
  return std::string(minted.at("access_token").as_string().c_str());
}

// The bearer tokens that a provider was shown by requests of a kind, with how often.
std::map<std::string, std::size_t> tokens_shown(const support::EmulatorProcess& emulator,
                                                std::string_view provider, std::string_view operation) {
  std::map<std::string, std::size_t> shown;
  for (const json::value& entry : emulator.ledger(provider, operation))
    ++shown[std::string(entry.at("headers").at("authorization").as_string().c_str()).substr(7)];
  return shown;
}

}  // namespace

TEST_CASE("two tenants that list the same customer id at the same time each get their own people") {
  const Client& everybody = town().only("users.read");
  const std::string by_guid = "/customers/aaaaaaaa-0000-4000-8000-000000000012/users";
  for (const char* const name : {"elmwood", "firwood"}) {
    town().tenant(name).emulator->set("pc_latency_ms", 40);
    town().tenant(name).emulator->set("cc_latency_ms", 40);
  }
  std::vector<std::pair<std::string, std::future<HttpReply>>> asked;
  for (int n = 0; n < 20; ++n) {
    for (const char* const name : {"elmwood", "firwood"})
      asked.emplace_back(name, ask_aside_as(everybody, "/v1/tenants/" + std::string(name) + by_guid));
  }
  for (auto& [name, answer] : asked) {
    const HttpReply reply = answer.get();
    REQUIRE(reply.status == 200);
    CAPTURE(name);
    CHECK(reply.json().at("complete").as_bool());
    const std::string other = name == "elmwood" ? "firwood" : "elmwood";
    CHECK(reply.body.find("canary@" + name + ".example") != std::string::npos);
    for (const std::string& canary : town().tenant(other).canaries)
      CHECK(reply.body.find(canary) == std::string::npos);
  }
  for (const char* const name : {"elmwood", "firwood"}) {
    town().tenant(name).emulator->set("pc_latency_ms", 0);
    town().tenant(name).emulator->set("cc_latency_ms", 0);
  }
}

TEST_CASE("two tenants of one provider send each its own credential, and share no request") {
  const support::EmulatorProcess emulator;
  std::vector<std::string> partner;
  std::vector<std::string> cockpit;
  std::vector<std::string> tenants;
  for (int n = 0; n < 2; ++n) {
    partner.push_back(mint(emulator, "partner_center", 3000 + n));
    cockpit.push_back(mint(emulator, "cloud_cockpit", 3000 + n));
    tenants.push_back(
        with_given_tokens(emulated_tenant(emulator, n == 0 ? "one" : "two"), partner.back(), cockpit.back()));
  }
  REQUIRE(partner[0] != partner[1]);
  const support::GatewayProcess gateway(file_of("", tenants));
  emulator.set("pc_latency_ms", 100);
  emulator.set("cc_latency_ms", 100);
  emulator.clear_ledger();
  std::vector<std::future<HttpReply>> asked;
  for (int n = 0; n < 8; ++n) {
    for (const char* const name : {"one", "two"}) {
      asked.push_back(ask_aside(gateway, users_of(name, "twelve")));
      asked.push_back(ask_aside(gateway, "/v1/tenants/" + std::string(name) + "/customers"));
      asked.push_back(ask_aside(gateway, "/v1/tenants/" + std::string(name) + "/groups"));
    }
  }
  for (auto& answer : asked)
    CHECK(answer.get().status == 200);
  for (const auto& [provider, operation, tokens] :
       {std::tuple("partner_center", "list", &partner), std::tuple("partner_center", "customers", &partner),
        std::tuple("cloud_cockpit", "list", &cockpit), std::tuple("cloud_cockpit", "customers", &cockpit),
        std::tuple("cloud_cockpit", "groups", &cockpit)}) {
    CAPTURE(provider);
    CAPTURE(operation);
    const auto shown = tokens_shown(emulator, provider, operation);
    // Both asked for themselves, though each one's own requests were free to share.
    CHECK(shown.size() == 2);
    for (const std::string& token : *tokens)
      CHECK(shown.count(token) == 1);
  }
}

TEST_CASE("what one tenant's provider knows of a customer is not known to another's") {
  // A Microsoft tenant id that only elmwood's CloudCockpit can resolve.
  const Client& everybody = town().only("users.read");
  const json::value made = town().tenant("elmwood").emulator->post(
      "/customers", R"({"name":"lonely","partner_center":2,"cloud_cockpit":2})");
  const std::string lonely = "/customers/" + std::string(made.at("partner_center").as_string().c_str());
  const auto list = [&](const char* tenant) {
    return town().get(everybody, "/v1/tenants/" + std::string(tenant) + lonely + "/users");
  };
  for (int n = 0; n < 2; ++n) {  // looked up, then remembered
    CHECK(list("firwood").status == 404);
    CHECK(list("elmwood").status == 200);
  }
  CHECK(list("elmwood").json().at("items").as_array().size() >= 2);
}

}  // namespace tests::integration::isolation
