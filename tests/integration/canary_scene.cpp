#include "tests/integration/canary_scene.hpp"

#include "tests/integration/callers.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/support/read_file.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <set>

namespace tests::integration {
namespace fs = std::filesystem;
namespace json = boost::json;
using support::Headers;
using support::HttpReply;
namespace {

constexpr std::string_view api_key_hash = "0a78dd66f6ff8b4dadef6967c4ef28b9de0efc8d05753822831806aef27c5762";
constexpr std::string_view state_key = "Zs4te-Canary-Key-q8Wm3Rt6Yp1Lx5b";  // its 32 bytes
constexpr std::string_view wrong_secret = "Ws9~Canary.wrong+client/secret=Xb2LpQ9sJ";
constexpr std::string_view wrong_refresh = "Rf3-Canary.wrong_refresh-token-8fGh3kRw6z";
constexpr std::string_view given_token = "Gt5-Canary.given-bearer.token-Hn4cYe7uTa1";
constexpr std::string_view partner_client = "11111111-0000-4000-8000-00000000000c";
constexpr std::string_view cockpit_client = "22222222-0000-4000-8000-00000000000c";

// Of a form that a provider takes, each with all that some notation escapes, and with a start of its own.
std::string password_number(std::size_t n) {
  return "Pw" + std::to_string(n) + R"("w\Zr+/=&%~<'>{}?)" + "Canary" + std::to_string(n);
}
}  // namespace

CanaryScene::CanaryScene()
    : key_file_("", state_key),
      cockpit_file_("", std::string(cockpit_secret) + "\n"),
      gateway_(USHER_PROGRAM, yaml()) {
  for (const std::string_view client : {partner_client, cockpit_client}) {
    const json::object known = {{"client_id", client}, {"certificate_pem", keys.proof.issued.certificate}};
    emulator.post("/certificates", json::serialize(known));
  }
  gateway_.start();
}

HttpReply CanaryScene::send(std::string_view method, std::string_view target, Headers headers,
                            std::optional<std::string_view> body) {
  const bool has_credential = !headers.empty() && headers.back().first == "Authorization";
  if (!has_credential) headers = bearing(api_key, std::move(headers));
  HttpReply reply = support::request(gateway_.port(), method, target, headers, body);
  keep(reply);
  return reply;
}

HttpReply CanaryScene::send_tls(std::string_view method, std::string_view target, const Headers& headers,
                                std::optional<std::string_view> body) {
  support::TlsWish wish;
  wish.ca_file = keys.servers_ca.path();
  support::HttpConnection connection(gateway_.process().port(1), wish);
  connection.send(support::encode_request(method, target, headers, body));
  HttpReply reply = connection.read_reply();
  keep(reply);
  return reply;
}

HttpReply CanaryScene::send_admin(std::string_view method, std::string_view target) {
  HttpReply reply = support::request(gateway_.process().port(2), method, target);
  keep(reply);
  return reply;
}

HttpReply CanaryScene::create(std::string_view where, std::string_view name, const Headers& headers) {
  return send("POST", users_path(where), headers, draft(name));
}

std::string CanaryScene::draft(std::string_view name) {
  json::object draft = draft_for_both(name);
  draft["passwordProfile"] = {{"password", fresh_password()}};
  return json::serialize(draft);
}

std::string CanaryScene::fresh_password() {
  passwords_.push_back(password_number(100 + passwords_.size()));
  return passwords_.back();
}

void CanaryScene::fault(std::string_view operation, json::object action) {
  emulator.fault(json::serialize(
      json::object{{"match", {{"operation", operation}}}, {"times", 1}, {"action", std::move(action)}}));
}

void CanaryScene::run_command(std::vector<std::string> arguments, std::string_view input) {
  arguments.insert(arguments.begin(), USHER_PROGRAM);
  const auto ended =
      support::run_to_end(std::move(arguments), input, {"USHER_API_KEY=" + std::string(api_key)});
  keep(ended.out + ended.err);
}

std::vector<std::string> CanaryScene::users_command(std::vector<std::string> more) const {
  std::vector<std::string> all = {
      "users",      more.front(), "--tenant", "full",
      "--customer", "twelve",     "--url",    "http://127.0.0.1:" + std::to_string(gateway_.port())};
  all.insert(all.end(), more.begin() + 1, more.end());
  return all;
}

void CanaryScene::read_everything() {
  for (const char* const tenant : {"full", "given", "refused", "proven", "unproven", "guarded"}) {
    for (const char* const query : {"", "?include=raw", "?state=any", "?provider=cloud_cockpit&include=raw"})
      send("GET", "/v1/tenants/" + std::string(tenant) + "/customers/twelve/users" + query);
    send("GET", "/v1/tenants/" + std::string(tenant) + "/customers/twelve/users",
         {{"Accept", "application/x-ndjson"}});
  }
}
void CanaryScene::keep(const HttpReply& reply) {
  for (const auto& [name, value] : reply.headers)
    seen_.append(name).append(": ").append(value).append("\n");
  keep(reply.body);
}

void CanaryScene::keep(std::string_view text) {
  seen_.append(text).append("\n");
  gateway_.log();  // reads it: where nobody does, lines are dropped
}

void CanaryScene::keep_state() {
  for (const auto& entry : fs::directory_iterator(state_.database().parent_path())) {
    keep(entry.path().filename().string());
    keep(support::read_file(entry.path()));
  }
}

void CanaryScene::keep_face(pid_t pid) {
  keep(support::read_file("/proc/" + std::to_string(pid) + "/cmdline"));
  keep(support::read_file("/proc/" + std::to_string(pid) + "/environ"));
}

std::string CanaryScene::yaml() const {
  std::string top = "admin: {address: '127.0.0.1:0'}\nlimits: {retries: 0}\nstate:\n  sqlite: " +
                    state_.database().string() + "\n  key: ${file:" + key_file_.path() + "}\n" +
                    keys.issuer_yaml() + "clients:\n  portal:\n    api_key_sha256: [" +
                    std::string(api_key_hash) +
                    "]\n    tenants: [full, given, refused, proven, unproven, guarded]\n"
                    "    allow: [users.read, users.create, customers.read, operations.read]\n" +
                    keys.hr_yaml();
  const std::string full =
      with(emulated_tenant(emulator, "full", "    create_in: [partner_center, cloud_cockpit]\n"),
           cockpit_secret, "${file:" + cockpit_file_.path() + "}");
  const std::string refused =
      with(with(with(emulated_tenant(emulator, "refused"), cockpit_secret, wrong_secret), first_refresh_token,
                wrong_refresh),
           partner_secret, wrong_secret);
  const std::string file = file_of(
      top, {full, with_given_tokens(emulated_tenant(emulator, "given"), given_token, given_token), refused,
            proven("proven", keys.proof), proven("unproven", keys.unknown_proof), guarded_tenant()});
  return with(
      file, "listen: [{address: '127.0.0.1:0'}]",
      "listen: [{address: '127.0.0.1:0'}, {address: '127.0.0.1:0', tls: {" + keys.listener.yaml() + "}}]");
}

// Signs in with a certificate at both providers.
std::string CanaryScene::proven(std::string_view name, const PairFiles& pair) const {
  const std::string proof = with(pair.yaml(), ", ", "\n          ");
  return with(with(emulated_tenant(emulator, name), "client_secret: " + std::string(partner_secret), proof),
              "client_secret: " + std::string(cockpit_secret), proof);
}

// Of the providers under TLS, which ask for a certificate.
std::string CanaryScene::guarded_tenant() const {
  const std::string shown = "        " + with(keys.shown.yaml("client_"), ", ", "\n        ") +
                            "\n        ca_file: " + keys.servers_ca.path() + "\n        base_url: ";
  return with(with(emulated_tenant(guarded, "guarded"), "http://127.0.0.1:", "https://localhost:"),
              "        base_url: ", shown);
}

void CanaryScene::keep_pages() {
  for (const char* const page : {"/metrics", "/readyz?verbose", "/livez", "/openapi.json", "/admin/config"})
    send_admin("GET", page);
  for (const char* const page :
       {"/v1/tenants", "/v1/tenants/full/customers", "/v1/tenants/full/groups", "/openapi.yaml"})
    send("GET", page);
}

Canaries CanaryScene::canaries() const {
  Canaries all;
  all.add("the client's key", api_key, true);
  all.add("the state's key", state_key, true);
  all.add("a wrong client secret", wrong_secret, true);
  all.add("a wrong refresh token", wrong_refresh, true);
  all.add("the given bearer token", given_token, true);
  all.add("Partner Center's client secret", partner_secret, false);
  all.add("CloudCockpit's client secret", cockpit_secret, false);
  all.add("the configured refresh token", first_refresh_token, false);
  for (const std::string& one : passwords_)
    all.add("a password", one, true);
  keys.add_keys(all);
  keys.add_tokens(all);
  std::set<std::string> access;
  std::set<std::string> refresh;
  std::set<std::string> assertions;
  json::array heard = emulator.ledger("", "");
  const json::array heard_guarded = guarded.ledger("", "");
  CHECK(heard_guarded.size() >= 4);  // two sign-ins, two lists
  heard.insert(heard.end(), heard_guarded.begin(), heard_guarded.end());
  for (const json::value& entry : heard) {
    const json::value* const sent = entry.at("headers").as_object().if_contains("authorization");
    if (sent != nullptr) access.insert(std::string(sent->as_string().c_str()).substr(7));
    if (entry.at("operation") != "token" || !entry.at("body").is_string()) continue;
    const std::string form(entry.at("body").as_string().c_str());
    const auto take = [&form](std::string_view field, std::size_t from, std::set<std::string>& into) {
      const auto at = form.find(field, from);
      if (at == std::string::npos) return;
      const auto begin = at + field.size();
      into.insert(form.substr(begin, form.find('&', begin) - begin));
    };
    take("refresh_token=", form.find("grant_type") + 24, refresh);
    take("client_assertion=", 0, assertions);
  }
  CHECK(assertions.size() >= 4);  // two tenants at two providers
  CHECK(access.size() >= 3);
  CHECK(refresh.size() >= 2);  // the configured one and what came in its place
  for (const std::string& token : access)
    all.add("an access token", token, false);
  for (const std::string& token : refresh)
    all.add("a refresh token", token, false);
  for (const std::string& token : assertions) {
    all.add("a signed proof", token, false);
    all.add("a signed proof's signature", signature_of(token), true);
  }
  return all;
}
}  // namespace tests::integration
