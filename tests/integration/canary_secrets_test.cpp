// Every secret that the gateway and its commands come to hold, through everything that they do: good and
// refused sign-ins, rotation, creates of all outcomes, secrets put where none belongs, kill -9 and restart.
// None may show in an answer, the log, the metrics, the state, a command line, an environment or a core.
#include "tests/integration/canary_keys.hpp"
#include "tests/integration/crash/mortal_gateway.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/leaks.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"
#include "tests/integration/state_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <netinet/in.h>
#include <set>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tests::integration {
namespace {
namespace fs = std::filesystem;
namespace json = boost::json;
using support::Headers;
using support::HttpReply;
using support::TemporaryFile;

constexpr std::string_view api_key = "Pk7-Canary-Api-Vt5mXb2LpQ9sJd8fGh3kRw6zHn4cYe7";
constexpr std::string_view api_key_hash = "0a78dd66f6ff8b4dadef6967c4ef28b9de0efc8d05753822831806aef27c5762";
constexpr std::string_view state_key = "Zs4te-Canary-Key-q8Wm3Rt6Yp1Lx5b";  // its 32 bytes
constexpr std::string_view wrong_secret = "Ws9~Canary.wrong+client/secret=Xb2LpQ9sJ";
constexpr std::string_view wrong_refresh = "Rf3-Canary.wrong_refresh-token-8fGh3kRw6z";
constexpr std::string_view given_token = "Gt5-Canary.given-bearer.token-Hn4cYe7uTa1";
constexpr std::string_view partner_secret = "emulator-partner-center-secret-1";
constexpr std::string_view cockpit_secret = "emulator-cloud-cockpit-secret-1";
constexpr std::string_view partner_client = "11111111-0000-4000-8000-00000000000c";
constexpr std::string_view cockpit_client = "22222222-0000-4000-8000-00000000000c";
constexpr std::string_view first_refresh = "emulator-partner-center-refresh-token-1";

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of a form that a provider takes, each with all that some notation escapes, and with a start of its own.
std::string password_number(std::size_t n) {
  return "Pw" + std::to_string(n) + R"("w\Zr+/=&%~<'>{}?)" + "Canary" + std::to_string(n);
}

class Scene {
 public:
  Scene()
      : key_file_("", state_key),
        cockpit_file_("", std::string(cockpit_secret) + "\n"),
        gateway_(USHER_PROGRAM, yaml()) {
    for (const std::string_view client : {partner_client, cockpit_client}) {
      const json::object known = {{"client_id", client}, {"certificate_pem", keys.proof.issued.certificate}};
      emulator.post("/certificates", json::serialize(known));
    }
    gateway_.start();
  }

  const CanaryKeys keys;
  support::EmulatorProcess emulator;
  // Under TLS, its directories for holders of a certificate only.
  support::EmulatorProcess guarded{{"--tls-certificate", keys.upstream.certificate.path(), "--tls-key",
                                    keys.upstream.key.path(), "--tls-client-ca", keys.callers_ca.path()}};
  crash::MortalGateway& gateway() { return gateway_; }

  HttpReply send(std::string_view method, std::string_view target, Headers headers = {},
                 std::optional<std::string_view> body = std::nullopt) {
    const bool has_credential = !headers.empty() && headers.back().first == "Authorization";
    if (!has_credential) headers.emplace_back("Authorization", "Bearer " + std::string(api_key));
    HttpReply reply = support::request(gateway_.port(), method, target, headers, body);
    keep(reply);
    return reply;
  }
  // At the listener under TLS.
  HttpReply send_tls(std::string_view method, std::string_view target, const Headers& headers,
                     std::optional<std::string_view> body = std::nullopt) {
    support::TlsWish wish;
    wish.ca_file = keys.servers_ca.path();
    support::HttpConnection connection(gateway_.process().port(1), wish);
    connection.send(support::encode_request(method, target, headers, body));
    HttpReply reply = connection.read_reply();
    keep(reply);
    return reply;
  }
  HttpReply send_admin(std::string_view method, std::string_view target) {
    HttpReply reply = support::request(gateway_.process().port(2), method, target);
    keep(reply);
    return reply;
  }
  HttpReply create(std::string_view where, std::string_view name, const Headers& headers = {}) {
    return send("POST", users_path(where), headers, draft(name));
  }
  // With a password that no other draft has.
  std::string draft(std::string_view name) {
    json::object draft = draft_for_both(name);
    draft["passwordProfile"] = {{"password", fresh_password()}};
    return json::serialize(draft);
  }
  std::string fresh_password() {
    passwords_.push_back(password_number(100 + passwords_.size()));
    return passwords_.back();
  }
  void fault(std::string_view operation, json::object action) {
    emulator.fault(json::serialize(
        json::object{{"match", {{"operation", operation}}}, {"times", 1}, {"action", std::move(action)}}));
  }
  void keep(const HttpReply& reply) {
    for (const auto& [name, value] : reply.headers)
      seen_.append(name).append(": ").append(value).append("\n");
    keep(reply.body);
  }
  void keep(std::string_view text) {
    seen_.append(text).append("\n");
    gateway_.log();  // reads it: where nobody does, lines are dropped
  }
  // A command of `usher` as a person gives it, its key in the environment.
  void run_command(std::vector<std::string> arguments, std::string_view input = {}) {
    arguments.insert(arguments.begin(), USHER_PROGRAM);
    const auto ended =
        support::run_to_end(std::move(arguments), input, {"USHER_API_KEY=" + std::string(api_key)});
    keep(ended.out + ended.err);
  }
  std::vector<std::string> users_command(std::vector<std::string> more) const {
    std::vector<std::string> all = {
        "users",      more.front(), "--tenant", "full",
        "--customer", "twelve",     "--url",    "http://127.0.0.1:" + std::to_string(gateway_.port())};
    all.insert(all.end(), more.begin() + 1, more.end());
    return all;
  }
  std::string yaml() const;
  std::string proven(std::string_view name, const PairFiles& pair) const;
  std::string guarded_tenant() const;
  void keep_pages();
  // Of the state's folder, every file as it is now.
  void keep_state() {
    for (const auto& entry : fs::directory_iterator(state_.database().parent_path())) {
      keep(entry.path().filename().string());
      keep(text_of_file(entry.path()));
    }
  }
  // What anybody may read about the process.
  void keep_face(pid_t pid) {
    keep(text_of_file("/proc/" + std::to_string(pid) + "/cmdline"));
    keep(text_of_file("/proc/" + std::to_string(pid) + "/environ"));
  }
  Canaries canaries() const;
  const std::vector<std::string>& passwords() const { return passwords_; }
  std::string everything() { return seen_ + gateway_.log(); }

 private:
  StateFolder state_;
  TemporaryFile key_file_;
  TemporaryFile cockpit_file_;
  std::vector<std::string> passwords_;
  std::string seen_;
  crash::MortalGateway gateway_;
};

std::string Scene::yaml() const {
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
      with(with(with(emulated_tenant(emulator, "refused"), cockpit_secret, wrong_secret), first_refresh,
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
std::string Scene::proven(std::string_view name, const PairFiles& pair) const {
  const std::string proof = with(pair.yaml(), ", ", "\n          ");
  return with(with(emulated_tenant(emulator, name), "client_secret: " + std::string(partner_secret), proof),
              "client_secret: " + std::string(cockpit_secret), proof);
}

// Of the providers under TLS, which ask for a certificate.
std::string Scene::guarded_tenant() const {
  const std::string shown = "        " + with(keys.shown.yaml("client_"), ", ", "\n        ") +
                            "\n        ca_file: " + keys.servers_ca.path() + "\n        base_url: ";
  return with(with(emulated_tenant(guarded, "guarded"), "http://127.0.0.1:", "https://localhost:"),
              "        base_url: ", shown);
}

void Scene::keep_pages() {
  for (const char* const page : {"/metrics", "/readyz?verbose", "/livez", "/openapi.json", "/admin/config"})
    send_admin("GET", page);
  for (const char* const page :
       {"/v1/tenants", "/v1/tenants/full/customers", "/v1/tenants/full/groups", "/openapi.yaml"})
    send("GET", page);
}

// Those of the emulators too, as their ledgers have them: every access token, every rotated refresh token and
// every proof that was signed with a credential's key.
Canaries Scene::canaries() const {
  Canaries all;
  all.add("the client's key", api_key, true);
  all.add("the state's key", state_key, true);
  all.add("a wrong client secret", wrong_secret, true);
  all.add("a wrong refresh token", wrong_refresh, true);
  all.add("the given bearer token", given_token, true);
  all.add("Partner Center's client secret", partner_secret, false);
  all.add("CloudCockpit's client secret", cockpit_secret, false);
  all.add("the configured refresh token", first_refresh, false);
  for (const std::string& password : passwords_)
    all.add("a password", password, true);
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

void read_everything(Scene& scene) {
  for (const char* const tenant : {"full", "given", "refused", "proven", "unproven", "guarded"}) {
    for (const char* const query : {"", "?include=raw", "?state=any", "?provider=cloud_cockpit&include=raw"})
      scene.send("GET", "/v1/tenants/" + std::string(tenant) + "/customers/twelve/users" + query);
    scene.send("GET", "/v1/tenants/" + std::string(tenant) + "/customers/twelve/users",
               {{"Accept", "application/x-ndjson"}});
  }
}

void create_in_every_way(Scene& scene) {
  CHECK(scene.create("full/twelve", "good", with_key("a-good-key")).status == 201);
  const std::string repeated = scene.draft("repeated");
  for (const unsigned status : {201U, 201U})
    CHECK(scene.send("POST", users_path("full/twelve"), with_key("again"), repeated).status == status);
  CHECK(scene.create("full/twelve", "repeated", with_key("again")).status == 422);  // another password
  CHECK(scene.create("full/twelve", "good").status == 409);
  CHECK(scene.create("full/twelve?validateOnly=true", "planned").status == 200);
  const std::string batch = R"({"items":[{"idempotencyKey":"b1","user":)" + scene.draft("batched") +
                            R"(},{"idempotencyKey":"b2","user":)" + scene.draft("good") + "}]}";
  CHECK(scene.send("POST", "/v1/tenants/full/customers/twelve/users:batchCreate", {}, batch).status == 200);
  CHECK(scene.create("given/twelve?provider=cloud_cockpit", "nobody").status >= 400);
  CHECK(scene.create("refused/twelve?provider=cloud_cockpit", "nobody").status >= 400);
  // Executed and lost: in doubt, then found.
  for (const char* const reset : {"after", "before"}) {
    scene.fault("create", {{"reset", reset}});
    scene.create("full/twelve", "lost-" + std::string(reset), with_key("lost-" + std::string(reset)));
  }
  // Providers that repeat what they were sent.
  for (const unsigned status : {400U, 403U, 409U, 500U}) {
    const std::string draft = scene.draft("echo" + std::to_string(status));
    scene.fault("create",
                {{"status", status}, {"body", {{"code", 3000}, {"description", "Cannot read " + draft}}}});
    scene.send("POST", users_path("full/twelve"), {}, draft);
  }
  scene.fault("list", {{"status", 400},
                       {"body", {{"code", 1}, {"description", "secret " + std::string(partner_secret)}}}});
  scene.send("GET", "/v1/tenants/full/customers/twelve/users");
}

Headers bearing(std::string_view credential, Headers more = {}) {
  more.emplace_back("Authorization", "Bearer " + std::string(credential));
  return more;
}

// A caller who is known by a token: through everything once, in clear and under TLS, and refused.
void come_with_tokens(Scene& scene) {
  const std::string users = "/v1/tenants/full/customers/twelve/users";
  const std::string& good = scene.keys.good.text;
  for (const char* const query : {"", "?include=raw", "?limit=0", "?cursor=nothing"}) {
    const unsigned status = query[0] == '\0' || query[1] == 'i' ? 200 : 400;
    CHECK(scene.send("GET", users + query, bearing(good)).status == status);
    CHECK(scene.send_tls("GET", users + query, bearing(good)).status == status);
  }
  CHECK(scene.send_tls("GET", users, bearing(api_key)).status == 200);
  CHECK(scene.send("GET", "/v1/tenants/given/customers", bearing(good)).status == 404);
  const auto create = [&](std::string_view name) {
    return scene
        .send("POST", users_path("full/twelve"), bearing(good, with_key("tokens-key")), scene.draft(name))
        .status;
  };
  CHECK(create("hr") == 201);
  CHECK(create("hr") == 422);  // another password
  for (const CallerToken& one : scene.keys.refused) {
    CAPTURE(one.what);
    CHECK(scene.send("GET", users, bearing(one.text)).status == 401);
    CHECK(scene.send_tls("GET", users, bearing(one.text)).status == 401);
  }
  // One character less, or another one, and what is no TLS at all.
  CHECK(scene.send("GET", users, bearing(good.substr(0, good.size() - 1))).status == 401);
  CHECK(scene.send("GET", users, bearing(good.substr(0, good.size() - 2) + "AA")).status == 401);
  CHECK(support::request(scene.gateway().process().port(1), "GET", users, bearing(good)).status == 0);
}

// Where no secret belongs: none of it comes back. (What a caller gives as the name of a parameter or a member
// is told to them, for no name is a secret.)
void misplace(Scene& scene, const std::string& key) {
  const std::string users = "/v1/tenants/full/customers/twelve/users";
  for (const std::string& target :
       {users + "?Authorization=Bearer%20" + key, users + "?access_token=" + key, users + "?cursor=" + key,
        users + "?filter=password%20eq%20%22" + key + "%22", "/v1/tenants/" + key + "/users",
        users + "/" + key, users + "?provider=" + key, "/" + key, "/problems/" + key,
        "/v1/tenants/full/operations/" + key})
    CHECK(scene.send("GET", target).status >= 400);
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"X-Correlation-Id", key},
                                    {"traceparent", key},
                                    {"Accept", key},
                                    {"If-None-Match", "\"" + key + "\""},
                                    {"Host", key + ".example"},
                                    {"X-Api-Key", key}})
    scene.send("GET", users, {{name, value}});
  for (const std::string& wrong : {"Basic " + key, "Bearer " + key + "x", key, "Bearer x " + key})
    CHECK(scene.send("GET", users, {{"Authorization", wrong}}).status == 401);
  scene.create("full/twelve", "keyed", with_key(key + "\x01"));
}

void misplace_secrets(Scene& scene) {
  misplace(scene, std::string(api_key));
  misplace(scene, scene.keys.good.text);
  misplace(scene, signature_of(scene.keys.good.text));
  const std::string password = scene.fresh_password();
  for (const json::value& body :
       {json::value{{"password", password}}, json::value{{"displayName", password + "\n"}},
        json::value{{"passwordProfile", password}}, json::value{{"email", password}},
        json::value{{"usageLocation", password}}, json::value(password),
        json::value{{"passwordProfile", {{"password", {password}}}}}})
    CHECK(scene.send("POST", users_path("full/twelve?provider=cloud_cockpit"), {}, json::serialize(body))
              .status >= 400);
  const std::string draft = scene.draft("cut");
  CHECK(scene.send("POST", users_path("full/twelve"), {}, draft.substr(0, draft.size() - 2)).status == 400);
  CHECK(scene.send("POST", users_path("full/twelve"), {{"Content-Type", "text/plain"}}, draft).status == 415);
}

void run_commands(Scene& scene) {
  const std::string password = scene.fresh_password();
  const TemporaryFile file("", password + "\n");
  const std::string draft = R"({"userPrincipalName":"cli@twelve.example","displayName":"Ada"})";
  scene.run_command(scene.users_command({"list", "--format", "json"}));
  scene.run_command(scene.users_command({"create", "--provider", "partner_center", "--draft", "-",
                                         "--password-file", file.path(), "--format", "json"}),
                    draft);
  scene.run_command(scene.users_command({"create", "--provider", "partner_center", "--password-file", "-",
                                         "userPrincipalName=cli2@twelve.example", "displayName=Ada"}),
                    scene.fresh_password() + "\n");
  const TemporaryFile rows(".csv", "userPrincipalName,displayName,password\ncli3@twelve.example,Ada,\"" +
                                       with(scene.fresh_password(), "\"", "\"\"") + "\"\n");
  scene.run_command(scene.users_command({"create", "--provider", "partner_center", "--from", rows.path()}));
  const std::string result = with(rows.path(), ".csv", ".result.csv");
  scene.keep(text_of_file(result));
  fs::remove(result);
  const TemporaryFile good(".yaml", scene.yaml());
  const TemporaryFile bad(".yaml", with(scene.yaml(), "client_secret:", "clientsecret:"));
  for (const TemporaryFile* const one : {&good, &bad}) {
    scene.run_command({"check", one->path()});
    scene.run_command({"check", "--effective", one->path()});
  }
}

// Files of keys where others belong: told by their names, without a word of what is in them.
void misplace_key_files(Scene& scene) {
  const CanaryKeys& keys = scene.keys;
  const std::string good = scene.yaml();
  const std::string& key = keys.listener.key.path();
  std::vector<std::string> wrong;
  for (const PairFiles* const pair : {&keys.listener, &keys.shown, &keys.proof}) {
    const std::string& own = pair->key.path();
    wrong.push_back(with(good, pair->certificate.path(), own));
    wrong.push_back(with(good, own, keys.unknown_proof.key.path()));
  }
  wrong.push_back(with(good, keys.servers_ca.path(), key));
  wrong.push_back(with(good, keys.jwks_path(), key));
  // (Its text is the state's key then, and the value of a member that is none.)
  wrong.push_back(with(good, "\n  key: ${file:", "\n  key: ${file:" + key + "}\n  nokey: ${file:"));
  wrong.push_back(with(good, "x_tenant: portal.contoso.com", "x_tenant: ${file:" + key + "}"));
  for (const std::string& yaml : wrong) {
    const TemporaryFile file(".yaml", yaml);
    scene.run_command({"check", file.path()});
    scene.run_command({"check", "--effective", file.path()});
    scene.gateway().process().write_configuration(yaml);
    CHECK(scene.send_admin("POST", "/admin/reload").status >= 400);
  }
  scene.gateway().process().write_configuration(good);
  CHECK(scene.send_admin("POST", "/admin/reload").status == 200);
}

bool heard_a_create(const Scene& scene, std::string_view name) {
  for (const json::value& entry : scene.emulator.ledger("", "create")) {
    if (json::serialize(entry).find(name) != std::string::npos) return true;
  }
  return false;
}

void kill_amid_a_create(Scene& scene) {
  scene.fault("create", {{"delay_answer_ms", 5000}});
  const std::string draft = scene.draft("killed");
  auto cut = std::async(std::launch::async, [&, port = scene.gateway().port()] {
    return support::request(
        port, "POST", users_path("full/twelve"),
        {{"Authorization", "Bearer " + std::string(api_key)}, {"Idempotency-Key", "killed"}}, draft);
  });
  CHECK(eventually([&] { return heard_a_create(scene, "killed@"); }));
  scene.gateway().kill();
  CHECK(cut.get().status == 0);
  scene.keep_state();
  scene.gateway().start();
  scene.send("POST", users_path("full/twelve"), with_key("killed"), draft);
}

TEST_CASE("no secret leaves the gateway, its commands or its state by any way but the one that it is for") {
  Scene scene;
  read_everything(scene);
  // With the keys that are looked for.
  for (const char* const tenant : {"proven", "guarded"}) {
    const HttpReply list =
        scene.send("GET", "/v1/tenants/" + std::string(tenant) + "/customers/twelve/users");
    CHECK(list.json().at("complete").as_bool());
  }
  create_in_every_way(scene);
  // The refresh token is rotated, and again.
  for (int n = 0; n < 2; ++n) {
    scene.fault("list", {{"expire_token", true}});
    CHECK(scene.send("GET", "/v1/tenants/full/customers/twelve/users?provider=partner_center").status == 200);
  }
  come_with_tokens(scene);
  misplace_secrets(scene);
  misplace_key_files(scene);
  scene.keep_face(scene.gateway().process().process().pid());
  run_commands(scene);
  scene.keep_pages();
  scene.keep_state();
  kill_amid_a_create(scene);
  read_everything(scene);
  scene.keep_pages();
  scene.keep_state();
  CHECK(scene.gateway().process().process().end() == 0);
  scene.keep_state();

  const std::string all = scene.everything();
  CHECK(scene.canaries().leaks_in(all) == "");
  CHECK(all.find("\"event\":\"log_dropped\"") == std::string::npos);
  // It did all happen, and what was echoed came masked.
  for (const std::string sign :
       {"\"created\":1", "\"event\":\"create\"", "provider_rejected_credentials", "***", "SQLite format 3",
        "usher_", "Idempotency", "cli3@twelve.example", "a-good-key", "\"client\":\"hr\"", "AADSTS700027",
        "is not the key of the first certificate", "\"event\":\"reload_refused\"",
        "\"event\":\"reloaded\""}) {
    CAPTURE(sign);
    CHECK(all.find(sign) != std::string::npos);
  }
}

// A sanitizer keeps what was freed, and maps more than can be read.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// What a process may write to of its memory; empty where it cannot be looked at.
std::string memory_of(pid_t pid) {
  const std::string at = "/proc/" + std::to_string(pid);
  std::ifstream maps(at + "/maps");
  std::ifstream memory(at + "/mem", std::ios::binary);
  std::string all;
  for (std::string line; std::getline(maps, line);) {
    unsigned long from = 0;
    unsigned long to = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, mode) != 3 || mode[0] != 'r' || mode[1] != 'w')
      continue;
    const std::size_t old = all.size();
    all.resize(old + (to - from));
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(from));
    memory.read(all.data() + old, static_cast<std::streamsize>(to - from));
  }
  return all;
}

TEST_CASE("passwords and keys of callers are gone from the gateway's memory when their requests are over") {
  Scene scene;
  read_everything(scene);
  for (int n = 0; n < 5; ++n)
    CHECK(scene.create("full/twelve", "gone" + std::to_string(n)).status == 201);
  const std::string cut = scene.draft("cut");
  CHECK(scene.send("POST", users_path("full/twelve"), {}, cut.substr(0, cut.size() - 2)).status == 400);
  const std::string users = "/v1/tenants/full/customers/twelve/users";
  std::vector<CallerToken> tokens = scene.keys.refused;
  for (const CallerToken& one : tokens) {
    CHECK(scene.send("GET", users, bearing(one.text)).status == 401);
    CHECK(scene.send_tls("GET", users, bearing(one.text)).status == 401);
  }
  tokens.push_back(scene.keys.good);
  CHECK(scene.send("GET", users, bearing(tokens.back().text)).status == 200);
  CHECK(scene.send_tls("GET", users, bearing(tokens.back().text)).status == 200);
  CHECK(scene.send("POST", users_path("full/twelve"), bearing(tokens.back().text), scene.draft("gone-hr"))
            .status == 201);
  CHECK(scene.send("GET", "/v1/tenants/full/groups").status == 200);
  const pid_t pid = scene.gateway().process().process().pid();
  if (memory_of(pid).find("full") == std::string::npos) {
    MESSAGE("another process's memory cannot be read here");
    return;
  }
  const auto is_gone = [&](std::string_view secret) {
    return eventually([&] { return memory_of(pid).find(secret) == std::string::npos; });
  };
  CHECK(is_gone(api_key));
  for (const CallerToken& token : tokens) {
    CAPTURE(token.what);
    CHECK(is_gone(token.text));
    CHECK(is_gone(signature_of(token.text)));
  }
  for (const std::string& password : scene.passwords()) {
    CAPTURE(password);
    CHECK(is_gone(password));
    CHECK(is_gone(json_escaped(password)));
  }
}
#endif

// A folder that every user may write to, with a copy of usher that every user may run.
class OpenFolder {
 public:
  OpenFolder() {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
    fs::permissions(path_, fs::perms::all);
    fs::copy_file(USHER_PROGRAM, program());
    fs::permissions(program(), fs::perms::all);
    std::ofstream(file()) << "listen: [{address: '127.0.0.1:0'}]\nallow_inline_secrets: true\n"
                             "tenants: {one: {providers: {cloud_cockpit: {base_url: 'http://127.0.0.1:1', "
                             "x_tenant: a.example, auth: {bearer_token: abc}}}}}\n";
    fs::permissions(file(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  }
  ~OpenFolder() { fs::remove_all(path_); }
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  std::string program() const { return path_ + "/usher"; }
  std::string file() const { return path_ + "/usher.yaml"; }
  // As an ordinary user, here, with cores allowed.
  std::vector<std::string> as_nobody(std::vector<std::string> command) const {
    std::vector<std::string> whole = {"env",
                                      "-C",
                                      path_,
                                      "prlimit",
                                      "--core=unlimited",
                                      "setpriv",
                                      "--reuid=65534",
                                      "--regid=65534",
                                      "--clear-groups"};
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
  }
  bool has_a_core() const {
    for (const auto& entry : fs::directory_iterator(path_)) {
      if (entry.path().filename().string().starts_with("core")) return true;
    }
    return false;
  }

 private:
  std::string path_ = "/tmp/usher-test-XXXXXX";
};

std::string proc(const support::Process& process, std::string_view name) {
  return "/proc/" + std::to_string(process.pid()) + "/" + std::string(name);
}

// Ends it as a crash does; whether the system wrote a core of it.
bool dumps_core(support::Process& process) {
  process.signal(SIGABRT);
  siginfo_t how{};
  // (It stays to be waited for once more.)
  waitid(P_PID, static_cast<id_t>(process.pid()), &how, WEXITED | WNOWAIT);
  return how.si_code == CLD_DUMPED;
}

TEST_CASE("neither a core nor another process of its own user shows the gateway's memory") {
  if (geteuid() != 0) {
    MESSAGE("not root: nothing can be started as another user here");
    return;
  }
  const OpenFolder folder;
  support::Process gateway(folder.as_nobody({folder.program(), "serve", folder.file()}));
  REQUIRE(
      gateway.wait_for_line([](const std::string& line) { return line.find("\"started\"") != line.npos; }));
  support::Process other(folder.as_nobody({"sleep", "1000"}));
  REQUIRE(eventually([&] {
    return text_of_file(proc(other, "cmdline")) == std::string(
                                                       "sleep\0"
                                                       "1000\0",
                                                       11);
  }));

  // What any process of this user can do to another one of it, it cannot do to the gateway.
  const auto reads = [&](const support::Process& process, const char* name) {
    return support::run_to_end(folder.as_nobody({"head", "-c", "1", proc(process, name)})).exit_code == 0;
  };
  for (const char* const name : {"environ", "auxv", "maps"}) {
    CAPTURE(name);
    CHECK(reads(other, name));
    CHECK_FALSE(reads(gateway, name));
  }
  const auto can_open = [&](const support::Process& process) {
    return support::run_to_end(folder.as_nobody({"sh", "-c", ": < " + proc(process, "mem")})).exit_code == 0;
  };
  CHECK(can_open(other));
  CHECK_FALSE(can_open(gateway));

  // The commands hold a key: `users list`, waiting for an answer that does not come.
  const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(silent, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(silent, 1) == 0);
  ::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size);
  {
    support::Process lister(
        folder.as_nobody({folder.program(), "users", "list", "--tenant", "one", "--customer", "two", "--url",
                          "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port))}));
    const int accepted = ::accept(silent, nullptr, nullptr);
    REQUIRE(accepted >= 0);
    CHECK(lister.is_alive());
    CHECK_FALSE(reads(lister, "environ"));
    ::close(accepted);
  }
  ::close(silent);

  CHECK_FALSE(dumps_core(gateway));
  CHECK(gateway.wait() == -SIGABRT);
  CHECK_FALSE(folder.has_a_core());
  const bool writes_cores = dumps_core(other);
  other.wait();
  if (!writes_cores) MESSAGE("this system writes no cores at all: that part showed nothing");
}

}  // namespace
}  // namespace tests::integration
