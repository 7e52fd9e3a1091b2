// Secrets stay inside: whatever the providers echo and the callers send, none shows in an answer, a header,
// the log, the metrics, the published pages or the printed configuration.
#include "tests/integration/creating.hpp"
#include "tests/integration/emulated_secrets.hpp"
#include "tests/integration/leaks.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::HttpReply;

// With everything that some notation escapes, and within what Partner Center takes.
constexpr std::string_view canary_password = R"(Kq7"w\Zr+/=&%j~canary<'>{}?)";
constexpr std::string_view client_key = "usher-canary-Vt5mXb2LpQ9sJd8fGh3kRw6z";
constexpr std::string_view wrong_key = "wrong-canary-Hn4cYe7uTa1iOv0xMl5qWj";

// sha256 of `client_key`.
constexpr std::string_view client_key_hash =
    "c277d54f96adb317d87a3111fd6ebf31f10cd41ddec3d45c657ba89f56feb955";

std::string canary_yaml() {
  const std::string top =
      "admin: {address: '127.0.0.1:0'}\nlimits: {retries: 0}\nclients:\n  portal:\n    api_key_sha256: [" +
      std::string(client_key_hash) +
      "]\n    tenants: [contoso, plain]\n    allow: [users.read, users.create]\n";
  return file_of(top,
                 {emulated_tenant(emulator(), "contoso", "    create_in: [partner_center, cloud_cockpit]\n"),
                  emulated_tenant(emulator(), "plain")});
}

json::object canary_draft(std::string_view name) {
  json::object draft = draft_for_both(name);
  draft["passwordProfile"] = {{"password", canary_password}};
  return draft;
}

// A gateway with a client, and every byte that it answered.
class Witness {
 public:
  Witness() : gateway_(canary_yaml()) {}

  HttpReply get(std::string_view target, std::string_view key = client_key) {
    return note(gateway_.get(target, {{"Authorization", "Bearer " + std::string(key)}}));
  }
  HttpReply get_admin(std::string_view target) {
    return note(support::request(gateway_.port(1), "GET", target));
  }
  HttpReply post(std::string_view where, const json::value& draft) {
    return note(gateway_.post(users_path(where), json::serialize(draft),
                              {{"Authorization", "Bearer " + std::string(client_key)}}));
  }
  HttpReply post_text(std::string_view where, std::string_view body) {
    return note(
        gateway_.post(users_path(where), body, {{"Authorization", "Bearer " + std::string(client_key)}}));
  }
  // Ends the gateway.
  std::string everything() {
    CHECK(gateway_.process().end() == 0);
    return seen_ + gateway_.process().output();
  }

 private:
  HttpReply note(HttpReply reply) {
    for (const auto& [name, value] : reply.headers)
      seen_.append(name).append(": ").append(value).append("\n");
    seen_.append(reply.body).append("\n");
    return reply;
  }

  support::GatewayProcess gateway_;
  std::string seen_;
};

Canaries canaries() {
  Canaries all;
  all.add("the draft's password", canary_password, true);
  all.add("the client's key", client_key, false);
  all.add("a wrong key", wrong_key, false);
  all.add("Partner Center's client secret", partner_secret, false);
  all.add("CloudCockpit's client secret", cockpit_secret, false);
  all.add("the refresh token", first_refresh_token, false);
  return all;
}

// As they were shown to the providers.
void add_access_tokens(Canaries& all) {
  std::set<std::string> tokens;
  for (const json::value& entry : emulator().ledger("", "")) {
    const json::value* const sent = entry.at("headers").as_object().if_contains("authorization");
    if (sent != nullptr) tokens.insert(std::string(sent->as_string().c_str()).substr(7));
  }
  CHECK(tokens.size() >= 2);
  for (const std::string& token : tokens) {
    all.add("an access token", token, false);
    all.add("an access token's signature", token.substr(token.rfind('.') + 1), true);
  }
}

std::string access_token_at(std::string_view provider) {
  const json::array asked = emulator().ledger(provider, "list");
  REQUIRE_FALSE(asked.empty());
  return std::string(asked[0].at("headers").at("authorization").as_string().c_str()).substr(7);
}

void fault_once(std::string_view operation, json::object action) {
  emulator().fault(json::serialize(
      json::object{{"match", {{"operation", operation}}}, {"times", 1}, {"action", std::move(action)}}));
}

// What a provider may say with secrets in it: plain, as JSON in a text, in its code, its fields, its reason
// phrase.
std::vector<json::object> echoes_of(const std::string& secret) {
  const std::string draft = R"({"passwordProfile":{"password":")" + json_escaped(secret) + R"("}})";
  const json::object error = {
      {"code", secret}, {"description", "refused: " + secret + "!"}, {"message", secret}};
  const json::object nested = {
      {"code", 3000}, {"description", "Cannot read " + draft}, {"data", {secret, draft}}};
  const json::object fields = {
      {"type", secret},
      {"description", secret},
      {"errors", {{{"propertyName", "Email " + secret}, {"description", {secret, draft}}}}}};
  const json::object form = {{"code", 3000},
                             {"description", "client_secret=" + percent_encoded(secret) + "&x=1"}};
  std::vector<json::object> actions;
  for (const json::object& body : {error, nested, fields, form}) {
    actions.push_back({{"status", 400}, {"body", body}});
    actions.push_back({{"status", 403}, {"body", body}});
  }
  actions.push_back({{"status", 409}, {"body", error}});
  actions.push_back({{"status", 500}, {"body", "Failure at " + secret}});
  actions.push_back({{"status", 400}, {"body", secret}, {"headers", {{"X-Debug", percent_encoded(secret)}}}});
  actions.push_back({{"raw", "HTTP/1.1 400 No " + secret + "\r\nContent-Length: 0\r\n\r\n"}});
  actions.push_back({{"raw", "HTTP/1.1 201 Created\r\n\r\n{" + secret}});
  return actions;
}

TEST_CASE("no secret shows anywhere, though providers and the token service echo all of them") {
  fresh_emulator();
  Witness witness;
  CHECK(witness.post("contoso/twelve", canary_draft("good")).status == 201);
  CHECK(witness.get(users_of("contoso", "twelve")).status == 200);
  const std::string partner_token = access_token_at("partner_center");
  const std::string cockpit_token = access_token_at("cloud_cockpit");
  const std::vector<std::string> configured = {std::string(partner_secret), std::string(cockpit_secret),
                                               std::string(first_refresh_token)};

  int n = 0;
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"}) {
    const bool is_partner = provider == "partner_center";
    std::vector<std::string> known = configured;
    known.push_back(is_partner ? partner_token : cockpit_token);
    for (const std::string& secret : known) {
      for (const json::object& action : echoes_of(secret)) {
        fault_once("list", action);
        witness.get(users_of("contoso", "twelve", "provider=" + std::string(provider)));
        emulator().remove("/faults");
      }
    }
    known.emplace_back(canary_password);
    for (const std::string& secret : known) {
      for (const json::object& action : echoes_of(secret)) {
        fault_once("create", action);
        // This provider is the first, so that it is the one that echoes.
        const std::string order =
            is_partner ? "partner_center,cloud_cockpit" : "cloud_cockpit,partner_center";
        witness.post("contoso/twelve?provider=" + order, canary_draft("echo" + std::to_string(++n)));
        emulator().remove("/faults");
      }
    }
  }

  // A draft that is refused here, bodies that are none, a caller that is nobody.
  json::object weak = canary_draft("weak");
  weak["passwordProfile"] = {{"password", std::string(canary_password) + "\n"},
                             {"forceChangePassword", canary_password}};
  weak["displayName"] = nullptr;
  weak["password"] = canary_password;
  CHECK(witness.post("contoso/twelve", weak).status == 422);
  const std::string text = json::serialize(canary_draft("text"));
  CHECK(witness.post_text("contoso/twelve", text.substr(0, text.size() - 3)).status == 400);
  CHECK(witness.post_text("contoso/twelve", text + text).status == 400);
  CHECK(witness.get(users_of("contoso", "twelve"), wrong_key).status == 401);
  CHECK(witness.get(users_of("contoso", "twelve"), std::string(client_key) + "x").status == 401);

  // The token service's turn: it is asked afresh when a provider does not take the token.
  for (const std::string& secret : configured) {
    fault_once("list", {{"expire_token", true}});
    fault_once(
        "token",
        {{"status", 500},
         {"body", {{"error", "temporarily_unavailable"}, {"error_description", "AADSTS90033: " + secret}}}});
    witness.get(users_of("contoso", "twelve", "provider=cloud_cockpit"));
    emulator().remove("/faults");
  }
  fault_once("list", {{"expire_token", true}});
  fault_once("token", {{"status", 400},
                       {"body",
                        {{"error", "invalid_grant"},
                         {"error_description", "Bad form: client_secret=" + percent_encoded(partner_secret) +
                                                   "&refresh_token=" + std::string(first_refresh_token)}}}});
  CHECK(witness.get(users_of("plain", "twelve", "provider=partner_center")).status == 502);

  for (const std::string_view page :
       {"/openapi.json", "/openapi.yaml", "/problems/invalid_draft", "/v1/tenants"})
    CHECK(witness.get(page).status == 200);
  for (const std::string_view page : {"/metrics", "/readyz?verbose", "/livez"})
    CHECK(witness.get_admin(page).status == 200);

  Canaries all = canaries();
  add_access_tokens(all);
  const std::string everything = witness.everything();
  CHECK(all.leaks_in(everything) == "");
  // The echoes did come through, without what they echoed.
  std::size_t masked = 0;
  for (std::size_t at = everything.find("***"); at != std::string::npos; at = everything.find("***", at + 3))
    ++masked;
  CHECK(masked > 200);
}

TEST_CASE("the canaries are found wherever they are") {
  const Canaries all = canaries();
  for (const std::string& text :
       {"x" + std::string(canary_password) + "y", "\"" + json_escaped(canary_password) + "\"",
        json_escaped("{\"p\":\"" + json_escaped(canary_password) + "\"}"),
        "p=" + percent_encoded(canary_password), std::string(canary_password.substr(0, 8)),
        std::string("emulator-cloud-cockpit-secret-1"), std::string("4b71372277")}) {
    CAPTURE(text);
    const bool is_hex_of_a_part = text.starts_with("4b71");
    CHECK(all.leaks_in(text).empty() == is_hex_of_a_part);
  }
}

TEST_CASE("a provider that echoes the password of the user that it made tells nobody but the gateway") {
  for (const char* const echoes : {"on", "off"}) {
    fresh_emulator().set("echo_password", json::value(echoes));
    Witness witness;
    CHECK(witness
              .post("plain/twelve?provider=partner_center",
                    [] {
                      json::object draft = canary_draft("ada");
                      draft.erase("email");
                      return draft;
                    }())
              .status == 201);
    CHECK(witness.get(users_of("plain", "twelve")).status == 200);
    Canaries password_only;
    password_only.add("the password", canary_password, true);
    CHECK(password_only.leaks_in(witness.everything()) == "");
  }
}

TEST_CASE("usher check prints neither a configuration's secrets nor those of one that is refused") {
  Canaries all;
  for (const std::string_view secret : {partner_secret, cockpit_secret, first_refresh_token})
    all.add("a secret", secret, false);
  const std::string good = canary_yaml();
  const std::vector<std::string> files = {
      good,
      with(good, "allow_inline_secrets: true\n", ""),
      with(good, "client_secret: emulator-cloud-cockpit-secret-1",
           "clientsecret: emulator-cloud-cockpit-secret-1"),
      with(good, "client_secret: emulator-cloud-cockpit-secret-1",
           "client_secret: [emulator-cloud-cockpit-secret-1]"),
      with(good, "client_secret: emulator-cloud-cockpit-secret-1",
           "client_secret: emulator-cloud-cockpit-secret-1\n          client_secret: "
           "emulator-cloud-cockpit-secret-1"),
  };
  for (const std::string& yaml : files) {
    const support::TemporaryFile file(".yaml", yaml);
    const auto checked = support::run_to_end({USHER_PROGRAM, "check", "--effective", file.path()});
    CAPTURE(checked.err);
    CHECK(checked.exit_code == (yaml == good ? 0 : 1));
    CHECK(all.leaks_in(checked.out + checked.err) == "");
  }
}

}  // namespace
}  // namespace tests::integration
