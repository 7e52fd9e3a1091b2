// The problems that creates come to, one by one or by the batch.
#include "tests/integration/documented_paths.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"
#include "tests/integration/problem_provokers.hpp"
#include "tests/integration/state_folder.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <fstream>

namespace tests::integration {
namespace {

namespace json = boost::json;
using Fault = ExampleWorld::Fault;
using World = ExampleWorld&;
using support::GatewayProcess;
using support::Headers;
using support::HttpConnection;

const Headers as_json = {{"Content-Type", "application/json"}};

Headers as_json_with_key(const std::string& key) {
  return {{"Content-Type", "application/json"}, {"Idempotency-Key", key}};
}

Answered post_user(World world, const std::string& query, std::optional<std::string> body,
                   Headers headers = as_json) {
  return world.ask({"POST", documented::users, query, std::move(headers), std::move(body), {}});
}

Answered post_batch(World world, std::string body, Headers headers = as_json) {
  return world.ask(
      {"POST", documented::batches, "provider=cloud_cockpit", std::move(headers), std::move(body), {}});
}

json::object fabrikam_draft(const std::string& name) {
  return {{"userPrincipalName", name + "@fabrikam.onmicrosoft.com"},
          {"email", name + "@fabrikam.onmicrosoft.com"},
          {"displayName", "Some One"},
          {"firstName", "Some"},
          {"lastName", "One"},
          {"passwordProfile", {{"password", "Correct-Horse-7-Staple"}}}};
}

std::string fabrikam_partner_draft(const std::string& name, const char* location = "DE") {
  json::object draft = fabrikam_draft(name);
  draft.erase("email");
  draft["usageLocation"] = location;
  return json::serialize(draft);
}

std::string fabrikam_cockpit_draft(const std::string& name) {
  return json::serialize(
      json::object{{"email", name + "@fabrikam.example"}, {"firstName", "Some"}, {"lastName", "One"}});
}

Answered second_of_two(World world) {
  const Fault slow(world, "cloud_cockpit", "create", {{"delay_ms", 700}});
  const json::object draft = fabrikam_draft("together");
  world.emulator().clear_ledger();
  HttpConnection first(world.gateway().port());
  first.send(support::encode_request(
      "POST", world.target_of({"POST", documented::users, documented::at_cockpit, {}, {}, {}}), as_json,
      fabrikam_cockpit_draft("together")));
  REQUIRE(eventually([&] { return !world.emulator().ledger("cloud_cockpit", "create").empty(); }));
  Answered second = post_user(world, documented::at_cockpit, fabrikam_cockpit_draft("together"));
  CHECK(first.read_reply().status == 201);
  return second;
}

Answered forbidden(World world) {
  const Headers headers = {{"Authorization", "Bearer " + std::string(reader_key)},
                           {"Content-Type", "application/json"}};
  return world.ask(
      world.guarded(),
      {"POST", documented::users, documented::at_cockpit, headers, fabrikam_cockpit_draft("forbidden"), {}});
}

Answered never_seen(World world) {
  const Fault lost(world, "cloud_cockpit", "create", {{"reset", "before"}});
  return post_user(world, documented::at_cockpit, fabrikam_cockpit_draft("lost"), as_json_with_key("lost"));
}

// Another create of somebody of whom nobody knows; asked again while the gateway is looking by itself just
// then.
Answered in_doubt(World world) {
  const Fault lost(world, "cloud_cockpit", "create", {{"reset", "before"}});
  CHECK(
      post_user(world, documented::at_cockpit, fabrikam_cockpit_draft("doubted"), as_json_with_key("doubted"))
          .reply.status == 503);
  Answered answered;
  REQUIRE(eventually([&] {
    answered = post_user(world, documented::at_cockpit, fabrikam_cockpit_draft("doubted"),
                         as_json_with_key("another"));
    return code_of(answered.json()) == "create_in_doubt";
  }));
  return answered;
}

Answered key_again(World world) {
  CHECK(post_user(world, documented::at_cockpit, fabrikam_cockpit_draft("reused"), as_json_with_key("reused"))
            .reply.status == 201);
  return post_user(world, documented::at_cockpit, fabrikam_cockpit_draft("not.reused"),
                   as_json_with_key("reused"));
}

Answered without_state(World world) {
  const StateFolder state;
  std::ofstream(state.database()) << std::string(8192, 'x');
  GatewayProcess gateway(file_of(state.yaml(), {emulated_tenant(world.emulator(), "contoso")}));
  const json::object draft = {
      {"email", "nowhere@twelve.example"}, {"firstName", "No"}, {"lastName", "Where"}};
  return world.ask(gateway, {"POST",
                             documented::users,
                             documented::at_cockpit,
                             as_json,
                             json::serialize(draft),
                             {{"customer", "twelve"}}});
}

Answered never_came(World world) {
  HttpConnection connection(world.gateway().port());
  connection.send("POST " + world.target_of({"POST", documented::users, documented::at_cockpit, {}, {}, {}}) +
                  " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  "Content-Length: 9\r\n\r\n{");
  Answered answered = {"POST", documented::users, connection.read_reply()};
  world.check(answered);
  return answered;
}

}  // namespace

const std::map<std::string, Provoke>& by_creates() {
  static const std::map<std::string, Provoke> all = {
      {"malformed_key",
       [](World w) {
         return post_user(w, documented::at_cockpit, fabrikam_cockpit_draft("key"),
                          as_json_with_key("no key"));
       }},
      {"key_of_a_plan",
       [](World w) {
         return post_user(w, documented::at_cockpit + "&validateOnly=true", fabrikam_cockpit_draft("key"),
                          as_json_with_key("a"));
       }},
      {"key_of_a_batch", [](World w) { return post_batch(w, R"({"items":[]})", as_json_with_key("a")); }},
      {"choose_providers", [](World w) { return post_user(w, "", fabrikam_cockpit_draft("nowhere")); }},
      {"malformed_json",
       [](World w) {
         return post_user(w, documented::at_cockpit, R"({"email": "a@fabrikam.example", "email": "b"})");
       }},
      {"forbidden", forbidden},
      {"length_required", [](World w) { return post_user(w, documented::at_cockpit, std::nullopt); }},
      {"body_too_large",
       [](World w) { return post_user(w, documented::at_cockpit, std::string(70'000, ' ')); }},
      {"batch_too_large", [](World w) { return post_batch(w, std::string(1024 * 1024 + 1, ' ')); }},
      {"unsupported_media_type",
       [](World w) {
         return post_user(w, documented::at_cockpit, "a=b",
                          {{"Content-Type", "application/x-www-form-urlencoded"}});
       }},
      {"user_exists",
       [](World w) {
         CHECK(post_user(w, documented::at_partner, fabrikam_partner_draft("twice")).reply.status == 201);
         return post_user(w, documented::at_partner, fabrikam_partner_draft("twice"));
       }},
      {"request_in_progress", second_of_two},
      {"invalid_draft",
       [](World w) {
         return post_user(w, documented::at_partner,
                          R"({"userPrincipalName": "a@fabrikam.onmicrosoft.com", "nickname": "x",)"
                          R"( "passwordProfile": {"password": "short"}})");
       }},
      {"refused_by_provider",
       [](World w) { return post_user(w, documented::at_partner, fabrikam_partner_draft("nowhere", "XK")); }},
      {"unsupported_field",
       [](World w) {
         json::object draft = fabrikam_draft("role");
         draft.erase("email");
         draft["role"] = {{"name", "Customer Admin"}};
         return post_user(w, documented::at_partner, json::serialize(draft));
       }},
      {"partial_create",
       [](World w) {
         const Fault refusal(
             w, "cloud_cockpit", "create",
             {{"status", 400},
              {"body", R"({"statusCode":400,"type":"Validation","description":null,"correlationId":null,)"
                       R"("errors":[{"propertyName":"Email",)"
                       R"("description":["the domain is not one of this customer's."]}]})"}});
         return post_user(w, documented::at_both, json::serialize(fabrikam_draft("partial")),
                          as_json_with_key("partial"));
       }},
      {"outcome_unknown", never_seen},
      {"request_timeout", never_came},
      {"create_in_doubt", in_doubt},
      {"idempotency_key_reused", key_again},
      {"no_batch",
       [](World w) {
         const json::array items(201, json::object());
         return post_batch(w, json::serialize(json::object{{"items", items}}));
       }},
      {"state_unavailable", without_state},
  };
  return all;
}

}  // namespace tests::integration
