#include "tests/integration/problem_provokers.hpp"

#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <csignal>

namespace tests::integration {
namespace {

namespace json = boost::json;
using Fault = ExampleWorld::Fault;
using World = ExampleWorld&;
using support::GatewayProcess;
using support::Headers;
using support::HttpConnection;

const std::string users = "/v1/tenants/{tenant}/customers/{customer}/users";
const std::string user = "/v1/tenants/{tenant}/customers/{customer}/users/{userId}";
const std::string all_users = "/v1/tenants/{tenant}/users";
const Headers as_json = {{"Content-Type", "application/json"}};

Answered list(World world, const std::string& query, const Headers& headers = {}) {
  return world.ask({"GET", users, query, headers, {}, {}});
}

Answered post(World world, const std::string& query, std::optional<std::string> body,
              Headers headers = as_json) {
  return world.ask({"POST", users, query, std::move(headers), std::move(body), {}});
}

json::object draft_for_both(const std::string& name) {
  return {{"userPrincipalName", name + "@fabrikam.onmicrosoft.com"},
          {"email", name + "@fabrikam.onmicrosoft.com"},
          {"displayName", "Some One"},
          {"firstName", "Some"},
          {"lastName", "One"},
          {"passwordProfile", {{"password", "Correct-Horse-7-Staple"}}}};
}

std::string partner_draft(const std::string& name, const char* location = "DE") {
  json::object draft = draft_for_both(name);
  draft.erase("email");
  draft["usageLocation"] = location;
  return json::serialize(draft);
}

std::string cockpit_draft(const std::string& name) {
  return json::serialize(
      json::object{{"email", name + "@fabrikam.example"}, {"firstName", "Some"}, {"lastName", "One"}});
}

const std::string at_both = "provider=partner_center,cloud_cockpit";
const std::string at_partner = "provider=partner_center";
const std::string at_cockpit = "provider=cloud_cockpit";

// Bytes as they are, on a connection of their own.
Answered raw(World world, const std::string& method, const std::string& path, std::string_view bytes) {
  HttpConnection connection(world.gateway().port());
  connection.send(bytes);
  Answered answered = {method, path, connection.read_reply()};
  world.check(answered);
  return answered;
}

Answered second_of_two(World world) {
  const Fault slow(world, "cloud_cockpit", "create", {{"delay_ms", 700}});
  const json::object draft = draft_for_both("together");
  world.emulator().clear_ledger();
  HttpConnection first(world.gateway().port());
  first.send(support::encode_request("POST", world.target_of({"POST", users, at_cockpit, {}, {}, {}}),
                                     as_json, cockpit_draft("together")));
  REQUIRE(eventually([&] { return !world.emulator().ledger("cloud_cockpit", "create").empty(); }));
  Answered second = post(world, at_cockpit, cockpit_draft("together"));
  CHECK(first.read_reply().status == 201);
  return second;
}

// A gateway that is ending still answers on a connection whose request had begun.
Answered while_ending(World world) {
  GatewayProcess gateway(file_of("", {emulated_tenant(world.emulator(), "contoso")}));
  const Fault slow(world, "cloud_cockpit", "list", {{"delay_ms", 700}});
  world.emulator().clear_ledger();
  HttpConnection running(gateway.port());
  running.send(support::encode_request("GET", users_of("contoso", "onlycc")));
  HttpConnection half(gateway.port());
  half.send("GET /readyz HTTP/1.1\r\nHost: local");
  REQUIRE(eventually([&] { return !world.emulator().ledger("cloud_cockpit", "list").empty(); }));
  gateway.process().signal(SIGTERM);
  const auto is_draining = [](const std::string& line) { return line.find("draining") != line.npos; };
  REQUIRE(gateway.process().wait_for_line(is_draining));
  half.send("host\r\n\r\n");
  Answered answered = {"GET", "/readyz", half.read_reply()};
  world.check(answered);
  CHECK(running.read_reply().status == 200);
  return answered;
}

Answered forbidden(World world) {
  const Headers headers = {{"Authorization", "Bearer " + std::string(reader_key)},
                           {"Content-Type", "application/json"}};
  return world.ask(world.guarded(), {"POST", users, at_cockpit, headers, cockpit_draft("forbidden"), {}});
}

Answered without_role(World world) {
  world.emulator().patch("/customers", R"({"customer": "litware", "access": "no_gdap_role"})");
  Answered answered = world.ask({"GET", users, at_partner, {}, {}, {{"customer", "litware"}}});
  world.emulator().patch("/customers", R"({"customer": "litware", "access": "full"})");
  return answered;
}

Answered without_mfa(World world) {
  world.emulator().set("mfa_error", "900421");
  Answered answered = world.ask({"GET", users, at_partner, {}, {}, {{"tenant", "mfa"}}});
  world.emulator().set("mfa_error", "off");
  return answered;
}

Answered never_seen(World world) {
  const Fault lost(world, "cloud_cockpit", "create", {{"reset", "before"}});
  return post(world, at_cockpit, cockpit_draft("lost"));
}

Answered under_fault(World world, std::string_view provider, const json::object& action,
                     const std::string& query) {
  const Fault fault(world, provider, "list", action);
  return list(world, query);
}

}  // namespace

const std::map<std::string, Provoke>& by_the_caller() {
  static const std::map<std::string, Provoke> all = {
      {"invalid_request",
       [](World w) {
         return w.ask({"GET", users, "", {}, "x", {}});
       }},
      {"invalid_parameter", [](World w) { return list(w, "limit=0&offset=1"); }},
      {"nobody_to_ask", [](World w) { return list(w, "state=deleted&" + at_cockpit); }},
      {"invalid_filter", [](World w) { return list(w, "filter=displayName%20is%20%22A%22"); }},
      {"invalid_cursor",
       [](World w) {
         const std::string cursor = text_at(list(w, "limit=1").json(), "nextCursor");
         return list(w, "filter=id%20pr&cursor=" + cursor);
       }},
      {"idempotency_key_refused",
       [](World w) {
         return post(w, at_cockpit, cockpit_draft("key"),
                     {{"Content-Type", "application/json"}, {"Idempotency-Key", "a"}});
       }},
      {"choose_providers", [](World w) { return post(w, "", cockpit_draft("nowhere")); }},
      {"malformed_json",
       [](World w) { return post(w, at_cockpit, R"({"email": "a@fabrikam.example", "email": "b"})"); }},
      {"unauthenticated",
       [](World w) {
         return w.ask(w.guarded(), {"GET", "/v1/tenants", "", {}, {}, {}});
       }},
      {"forbidden", forbidden},
      {"not_found",
       [](World w) {
         Answered answered = {"GET", "/v1/tenants", w.gateway().get("/v1/nothing")};
         w.check(answered);
         return answered;
       }},
      {"tenant_not_found",
       [](World w) {
         return w.ask({"GET", users, "", {}, {}, {{"tenant", "nobodys"}}});
       }},
      {"customer_not_found",
       [](World w) {
         return w.ask({"GET", users, "", {}, {}, {{"customer", "nobodys"}}});
       }},
      {"user_not_found",
       [](World w) {
         return w.ask({"GET", user, "", {}, {}, {{"userId", "cloud_cockpit:nobody"}}});
       }},
      {"method_not_allowed",
       [](World w) {
         return w.ask({"DELETE", users, "", {}, {}, {}});
       }},
      {"not_acceptable",
       [](World w) {
         return w.ask({"GET", "/v1/tenants", "", {{"Accept", "text/csv"}}, {}, {}});
       }},
      {"list_not_acceptable",
       [](World w) {
         return list(w, "", {{"Accept", "text/csv"}});
       }},
      {"stream_only",
       [](World w) {
         return w.ask({"GET", all_users, "", {{"Accept", "application/json"}}, {}, {}});
       }},
      {"request_timeout",
       [](World w) {
         return raw(w, "POST", users,
                    "POST " + w.target_of({"POST", users, at_cockpit, {}, {}, {}}) +
                        " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        "Content-Length: 9\r\n\r\n{");
       }},
      {"length_required", [](World w) { return post(w, at_cockpit, std::nullopt); }},
      {"body_too_large", [](World w) { return post(w, at_cockpit, std::string(70'000, ' ')); }},
      {"uri_too_long", [](World w) { return list(w, "search=" + std::string(8'000, 'a')); }},
      {"unsupported_media_type",
       [](World w) {
         return post(w, at_cockpit, "a=b", {{"Content-Type", "application/x-www-form-urlencoded"}});
       }},
      {"expectation_failed",
       [](World w) {
         return list(w, "", {{"Expect", "a-miracle"}});
       }},
      {"misdirected_request",
       [](World w) {
         return raw(w, "GET", "/v1/tenants", "GET /v1/tenants HTTP/1.1\r\nHost: evil.example\r\n\r\n");
       }},
      {"headers_too_large",
       [](World w) { return list(w, "", Headers(65, std::pair<std::string, std::string>("X-A", "b"))); }},
      {"http_version_not_supported",
       [](World w) {
         return raw(w, "GET", "/v1/tenants", "GET /v1/tenants HTTP/1.2\r\nHost: localhost\r\n\r\n");
       }},
      {"user_exists",
       [](World w) {
         CHECK(post(w, at_partner, partner_draft("twice")).reply.status == 201);
         return post(w, at_partner, partner_draft("twice"));
       }},
      {"request_in_progress", second_of_two},
      {"invalid_draft",
       [](World w) {
         return post(w, at_partner,
                     R"({"userPrincipalName": "a@fabrikam.onmicrosoft.com", "nickname": "x",)"
                     R"( "passwordProfile": {"password": "short"}})");
       }},
      {"refused_by_provider", [](World w) { return post(w, at_partner, partner_draft("nowhere", "XX")); }},
      {"unsupported_field",
       [](World w) {
         json::object draft = draft_for_both("role");
         draft.erase("email");
         draft["role"] = {{"name", "Customer Admin"}};
         return post(w, at_partner, json::serialize(draft));
       }},
  };
  return all;
}

const std::map<std::string, Provoke>& by_others() {
  static const std::map<std::string, Provoke> all = {
      {"provider_error",
       [](World w) {
         return under_fault(w, "partner_center", {{"status", 500}, {"body", ""}}, "require=all");
       }},
      {"provider_bad_response",
       [](World w) {
         return under_fault(w, "cloud_cockpit", {{"garbage", true}}, at_cockpit);
       }},
      {"provider_rejected_credentials", without_mfa},
      {"provider_forbidden", without_role},
      {"partial_create",
       [](World w) {
         const Fault refusal(
             w, "cloud_cockpit", "create",
             {{"status", 400},
              {"body", R"({"statusCode":400,"type":"Validation","description":null,"correlationId":null,)"
                       R"("errors":[{"propertyName":"Email",)"
                       R"("description":["the domain is not one of this customer's."]}]})"}});
         return post(w, at_both, json::serialize(draft_for_both("partial")));
       }},
      {"provider_unavailable",
       [](World w) {
         return under_fault(w, "partner_center",
                            {{"status", 429}, {"body", ""}, {"headers", {{"Retry-After", "120"}}}},
                            at_partner);
       }},
      {"outcome_unknown", never_seen},
      {"shutting_down", while_ending},
      {"provider_timeout",
       [](World w) {
         const Fault slow(w, "cloud_cockpit", "list", {{"delay_ms", 5000}});
         return w.ask(w.hasty(), {"GET", users, at_cockpit, {}, {}, {}});
       }},
  };
  return all;
}

}  // namespace tests::integration
