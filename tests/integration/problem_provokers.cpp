#include "tests/integration/problem_provokers.hpp"

#include "tests/integration/documented_paths.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"
#include "tests/support/signing_key.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

namespace tests::integration {
namespace {

namespace json = boost::json;
using Fault = ExampleWorld::Fault;
using World = ExampleWorld&;
using support::GatewayProcess;
using support::Headers;
using support::HttpConnection;

Answered list_users(World world, const std::string& query, const Headers& headers = {}) {
  return world.ask({"GET", documented::users, query, headers, {}, {}});
}

// Bytes as they are, on a connection of their own.
Answered raw(World world, const std::string& method, const std::string& path, std::string_view bytes) {
  HttpConnection connection(world.gateway().port());
  connection.send(bytes);
  Answered answered = {method, path, connection.read_reply()};
  world.check(answered);
  return answered;
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
  // Another gateway may be looking for somebody at the same time, in another customer.
  REQUIRE(eventually([&] {
    const json::array lists = world.emulator().ledger("cloud_cockpit", "list");
    return std::ranges::any_of(lists, [](const json::value& list) {
      return text_at(list, "target").find("cccccccc-0000-4000-8000-000000000030") != std::string::npos;
    });
  }));
  gateway.process().signal(SIGTERM);
  const auto is_draining = [](const std::string& line) { return line.find("draining") != line.npos; };
  REQUIRE(gateway.process().wait_for_line(is_draining));
  half.send("host\r\n\r\n");
  Answered answered = {"GET", "/readyz", half.read_reply()};
  world.check(answered);
  CHECK(running.read_reply().status == 200);
  return answered;
}

Answered without_role(World world) {
  world.emulator().patch("/customers", R"({"customer": "litware", "access": "no_gdap_role"})");
  Answered answered =
      world.ask({"GET", documented::users, documented::at_partner, {}, {}, {{"customer", "litware"}}});
  world.emulator().patch("/customers", R"({"customer": "litware", "access": "full"})");
  return answered;
}

Answered without_mfa(World world) {
  world.emulator().set("mfa_error", "900421");
  Answered answered =
      world.ask({"GET", documented::users, documented::at_partner, {}, {}, {{"tenant", "mfa"}}});
  world.emulator().set("mfa_error", "off");
  return answered;
}

Answered under_fault(World world, std::string_view provider, const json::object& action,
                     const std::string& query) {
  const Fault fault(world, provider, "list", action);
  return list_users(world, query);
}

}  // namespace

const std::map<std::string, Provoke>& by_the_caller() {
  static const std::map<std::string, Provoke> all = {
      {"invalid_request",
       [](World w) {
         return w.ask({"GET", documented::users, "", {}, "x", {}});
       }},
      {"invalid_parameter", [](World w) { return list_users(w, "limit=0&offset=1"); }},
      {"nobody_to_ask", [](World w) { return list_users(w, "state=deleted&" + documented::at_cockpit); }},
      {"invalid_filter", [](World w) { return list_users(w, "filter=displayName%20is%20%22A%22"); }},
      {"invalid_cursor",
       [](World w) {
         const std::string cursor = text_at(list_users(w, "limit=1").json(), "nextCursor");
         return list_users(w, "filter=id%20pr&cursor=" + cursor);
       }},
      {"unauthenticated",
       [](World w) {
         return w.ask(w.guarded(), {"GET", "/v1/tenants", "", {}, {}, {}});
       }},
      {"rate_limited",
       [](World w) {
         const Headers slow = {{"Authorization", "Bearer slow"}};
         w.guarded().get("/v1/tenants", slow);
         return w.ask(w.guarded(), {"GET", "/v1/tenants", "", slow, {}, {}});
       }},
      {"overloaded",
       [](World w) {
         const support::SigningKey key;
         const std::string token = key.sign("RS256", R"({"alg":"RS256","kid":"x"})",
                                            R"({"iss":"silent","aud":"usher","azp":"x","exp":32503680000})");
         const Headers bearing = {{"Authorization", "Bearer " + token}};
         return w.ask(w.guarded(), {"GET", "/v1/tenants", "", bearing, {}, {}});
       }},
      {"not_found",
       [](World w) {
         Answered answered = {"GET", "/v1/tenants", w.gateway().get("/v1/nothing")};
         w.check(answered);
         return answered;
       }},
      {"tenant_not_found",
       [](World w) {
         return w.ask({"GET", documented::users, "", {}, {}, {{"tenant", "nobodys"}}});
       }},
      {"customer_not_found",
       [](World w) {
         return w.ask({"GET", documented::users, "", {}, {}, {{"customer", "nobodys"}}});
       }},
      {"user_not_found",
       [](World w) {
         return w.ask({"GET", documented::user, "", {}, {}, {{"userId", "cloud_cockpit:nobody"}}});
       }},
      {"operation_not_found",
       [](World w) {
         return w.ask({"GET",
                       documented::operation,
                       "",
                       {},
                       {},
                       {{"operationId", "0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012"}}});
       }},
      {"method_not_allowed",
       [](World w) {
         return w.ask({"DELETE", documented::users, "", {}, {}, {}});
       }},
      {"not_acceptable",
       [](World w) {
         return w.ask({"GET", "/v1/tenants", "", {{"Accept", "text/csv"}}, {}, {}});
       }},
      {"list_not_acceptable",
       [](World w) {
         return list_users(w, "", {{"Accept", "text/csv"}});
       }},
      {"stream_only",
       [](World w) {
         return w.ask({"GET", documented::all_users, "", {{"Accept", "application/json"}}, {}, {}});
       }},
      {"uri_too_long", [](World w) { return list_users(w, "search=" + std::string(8'000, 'a')); }},
      {"expectation_failed",
       [](World w) {
         return list_users(w, "", {{"Expect", "a-miracle"}});
       }},
      {"misdirected_request",
       [](World w) {
         return raw(w, "GET", "/v1/tenants", "GET /v1/tenants HTTP/1.1\r\nHost: evil.example\r\n\r\n");
       }},
      {"headers_too_large",
       [](World w) {
         return list_users(w, "", Headers(65, std::pair<std::string, std::string>("X-A", "b")));
       }},
      {"http_version_not_supported",
       [](World w) {
         return raw(w, "GET", "/v1/tenants", "GET /v1/tenants HTTP/1.2\r\nHost: localhost\r\n\r\n");
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
         return under_fault(w, "cloud_cockpit", {{"garbage", true}}, documented::at_cockpit);
       }},
      {"provider_rejected_credentials", without_mfa},
      {"provider_forbidden", without_role},
      {"provider_unavailable",
       [](World w) {
         return under_fault(w, "partner_center",
                            {{"status", 429}, {"body", ""}, {"headers", {{"Retry-After", "120"}}}},
                            documented::at_partner);
       }},
      {"shutting_down", while_ending},
      {"provider_timeout",
       [](World w) {
         const Fault slow(w, "cloud_cockpit", "list", {{"delay_ms", 5000}});
         return w.ask(w.hasty(), {"GET", documented::users, documented::at_cockpit, {}, {}, {}});
       }},
  };
  return all;
}

}  // namespace tests::integration
