// Every secret that the gateway and its commands come to hold, through everything that they do: good and
// refused sign-ins, rotation, creates of all outcomes, secrets put where none belongs, kill -9 and restart.
// None may show in an answer, the log, the metrics, the state, a command line or an environment.
#include "tests/integration/callers.hpp"
#include "tests/integration/canary_scene.hpp"
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"
#include "tests/support/read_file.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace fs = std::filesystem;
namespace json = boost::json;
using support::Headers;
using support::HttpReply;
using support::TemporaryFile;

void create_in_every_way(CanaryScene& scene) {
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

// A caller who is known by a token: through everything once, in clear and under TLS, and refused.
void come_with_tokens(CanaryScene& scene) {
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
void misplace(CanaryScene& scene, const std::string& key) {
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

void misplace_secrets(CanaryScene& scene) {
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

void run_commands(CanaryScene& scene) {
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
  scene.keep(support::read_file(result));
  fs::remove(result);
  const TemporaryFile good(".yaml", scene.yaml());
  const TemporaryFile bad(".yaml", with(scene.yaml(), "client_secret:", "clientsecret:"));
  for (const TemporaryFile* const one : {&good, &bad}) {
    scene.run_command({"check", one->path()});
    scene.run_command({"check", "--effective", one->path()});
  }
}

// Files of keys where others belong: told by their names, without a word of what is in them.
void misplace_key_files(CanaryScene& scene) {
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

bool heard_a_create(const CanaryScene& scene, std::string_view name) {
  for (const json::value& entry : scene.emulator.ledger("", "create")) {
    if (json::serialize(entry).find(name) != std::string::npos) return true;
  }
  return false;
}

void kill_amid_a_create(CanaryScene& scene) {
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
  CanaryScene scene;
  scene.read_everything();
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
  scene.read_everything();
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

}  // namespace
}  // namespace tests::integration
