// What a list may be asked, and what of a request comes back and travels on.
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <set>

namespace tests::integration {
namespace {
namespace json = boost::json;

ContosoScene& requests_scene() {
  static ContosoScene one;
  one.emulator.reset();
  return one;
}

const std::string twelve_users = users_of("contoso", "twelve");

std::size_t bytes_to_providers(const ContosoScene& s) {
  return s.emulator.ledger("partner_center", "").size() + s.emulator.ledger("cloud_cockpit", "").size();
}

std::string header_of(const json::value& entry, std::string_view name) {
  return text_at(entry.at("headers"), name);
}

// Until the emulator's ledger has `count` requests of this kind; a test that never sees them fails.
void wait_for_requests(const ContosoScene& s, std::string_view operation, std::size_t count) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (s.emulator.ledger("partner_center", operation).size() < count) {
    REQUIRE(std::chrono::steady_clock::now() < until);
  }
}

}  // namespace

TEST_CASE("a parameter that is unknown, repeated or out of range is refused by name") {
  const ContosoScene& s = requests_scene();
  struct Row {
    std::string query;
    std::string parameter;
  };
  const Row rows[] = {
      {"sort=displayname", "sort"},
      {"sort=", "sort"},
      {"sort=id&sort=id", "sort"},
      {"state=gone", "state"},
      {"state=", "state"},
      {"state=any&state=any", "state"},
      {"search=", "search"},
      {"search=a&search=b", "search"},
      {"fields=", "fields"},
      {"fields=name", "fields"},
      {"fields=id,id", "fields"},
      {"fields=id&fields=email", "fields"},
      {"include=", "include"},
      {"include=all", "include"},
      {"include=raw&include=raw", "include"},
      {"include=raw&fields=id", "include"},
      {"filter=id%20pr&filter=id%20pr", "filter"},
      {"cursor=a&cursor=b", "cursor"},
      {"customer=twelve", "customer"},
      {"after=twelve", "after"},
      {"validateOnly=true", "validateOnly"},
      {"verbose", "verbose"},
      {"Limit=5", "Limit"},
      {"offset=5", "offset"},
      {"limit=0", "limit"},
      {"limit=1001", "limit"},
      {"limit=-1", "limit"},
      {"limit=1e2", "limit"},
      {"limit=99999999999999999999", "limit"},
      {"limit=", "limit"},
      {"limit", "limit"},
      {"limit=+5", "limit"},
      {"limit=5&limit=5", "limit"},
      {"require=some", "require"},
      {"require=ALL", "require"},
      {"require=all&require=any", "require"},
      {"provider=", "provider"},
      {"provider=entra", "provider"},
      {"provider=Partner_Center", "provider"},
      {"provider=partner_center,partner_center", "provider"},
      {"provider=partner_center,", "provider"},
      {"provider=partner_center&provider=cloud_cockpit", "provider"},
      {"limit=%zz", "limit"},
      {"limit=%00", "limit"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query);
    const auto reply = ask(s.gateway, users_of("contoso", "twelve", row.query));
    CHECK(reply.status == 400);
    const auto problem = reply.json();
    CHECK(code_of(problem) == "invalid_parameter");
    REQUIRE(problem.at("errors").as_array().size() == 1);
    CHECK(text_at(problem.at("errors").at(0), "parameter") == row.parameter);
  }
  CHECK(bytes_to_providers(s) == 0);
}

TEST_CASE("a look at one user takes provider=, fields= and include=, and no other parameter") {
  const ContosoScene& s = requests_scene();
  const std::string user = twelve_users + "/partner_center:0f0f0f0f-0000-4000-8000-000000000000?";
  for (const std::string name :
       {"limit", "require", "cursor", "filter", "sort", "search", "state", "anything"}) {
    CAPTURE(name);
    const auto reply = ask(s.gateway, user + name + "=all");
    CHECK(reply.status == 400);
    CHECK(text_at(reply.json().at("errors").at(0), "parameter") == name);
  }
  CHECK(bytes_to_providers(s) == 0);
  CHECK(ask(s.gateway, user + "provider=partner_center").status == 404);
  CHECK(s.emulator.ledger("cloud_cockpit", "").empty());
}

TEST_CASE("all mistakes of a query are told at once") {
  const ContosoScene& s = requests_scene();
  const auto problem = ask(s.gateway, users_of("contoso", "twelve", "limit=0&sort=name&provider=a,a")).json();
  std::set<std::string> named;
  for (const json::value& error : problem.at("errors").as_array())
    named.insert(text_at(error, "parameter"));
  CHECK(named == std::set<std::string>{"limit", "sort", "provider"});
}

TEST_CASE("a provider that the customer is not bound to is refused, not left out") {
  const ContosoScene& s = requests_scene();
  for (const std::string_view query : {"provider=cloud_cockpit", "provider=partner_center,cloud_cockpit"}) {
    CAPTURE(query);
    const auto reply = ask(s.gateway, users_of("contoso", "onlypc", query));
    CHECK(reply.status == 400);
    CHECK(code_of(reply.json()) == "invalid_parameter");
    CHECK(text_at(reply.json().at("errors").at(0), "parameter") == "provider");
  }
  CHECK(bytes_to_providers(s) == 0);
}

TEST_CASE("a request that cannot be answered as it asks is refused before any provider is asked") {
  const ContosoScene& s = requests_scene();
  struct Row {
    support::Headers headers;
    unsigned status;
    std::string code;
  };
  const Row rows[] = {
      {{{"Accept", "text/html"}}, 406, "not_acceptable"},
      {{{"Accept", "application/json;q=0, */*;q=0"}}, 406, "not_acceptable"},
      {{{"Content-Length", "2"}}, 400, "invalid_request"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.headers.front().second);
    const auto reply = ask(s.gateway, twelve_users, row.headers);
    CHECK(reply.status == row.status);
    CHECK(code_of(reply.json()) == row.code);
  }
  CHECK(bytes_to_providers(s) == 0);
  for (const std::string_view accept :
       {"application/json", "application/*;q=0.5", "*/*", "text/html, application/json;q=0.1"}) {
    CAPTURE(accept);
    CHECK(ask(s.gateway, twelve_users, {{"Accept", std::string(accept)}}).status == 200);
  }
  // What makes creates safe means nothing to a list, whatever it holds.
  for (const std::string_view key : {"abc", "no key"})
    CHECK(ask(s.gateway, twelve_users, {{"Idempotency-Key", std::string(key)}}).status == 200);
}

TEST_CASE("HEAD gives the head of GET, OPTIONS and a wrong method say what is allowed") {
  const ContosoScene& s = requests_scene();
  const auto get = ask(s.gateway, twelve_users);
  const auto head = support::request(s.gateway.port(), "HEAD", twelve_users);
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  for (const std::string_view name : {"content-length", "content-type", "cache-control", "vary"}) {
    CAPTURE(name);
    CHECK(head.header(std::string(name)) == get.header(std::string(name)));
  }
  CHECK(head.header("content-length") == std::to_string(get.body.size()));

  const std::string user = twelve_users + "/partner_center:aaaaaaaa-0000-4000-8000-000000000001";
  for (const auto& [target, allow] :
       {std::pair{twelve_users, "GET, HEAD, OPTIONS, POST"}, {user, "GET, HEAD, OPTIONS"}}) {
    CAPTURE(target);
    const auto options = support::request(s.gateway.port(), "OPTIONS", target);
    CHECK(options.status == 204);
    CHECK(options.header("allow") == allow);
    CHECK(options.header("x-correlation-id").size() == 36);
    for (const std::string_view method : {"PUT", "DELETE", "PATCH"}) {
      CAPTURE(method);
      const auto refused = support::request(s.gateway.port(), method, target);
      CHECK(refused.status == 405);
      CHECK(refused.header("allow") == allow);
      CHECK(code_of(refused.json()) == "method_not_allowed");
    }
  }
}

TEST_CASE("the caller's correlation id and trace come back and travel on to both providers") {
  const ContosoScene& s = requests_scene();
  s.emulator.set("pc_max_page_size", 100);
  s.emulator.set("pc_oversize", "clamp");
  const std::string id = "6f1c2d3e-8a4b-4c5d-9e6f-7a8b9c0d1e2f";
  const std::string parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto reply = ask(s.gateway, users_of("contoso", "crowd"),
                         {{"X-Correlation-Id", "6F1C2D3E-8A4B-4C5D-9E6F-7A8B9C0D1E2F"},
                          {"traceparent", parent},
                          {"tracestate", "vendor=1"}});
  CHECK(reply.header("x-correlation-id") == id);
  CHECK(reply.header("traceparent") == parent);

  const auto pages = s.emulator.ledger("partner_center", "list");
  CHECK(pages.size() == 4);
  std::set<std::string> request_ids;
  for (const json::value& page : pages) {
    CHECK(header_of(page, "ms-correlationid") == id);
    CHECK(header_of(page, "traceparent") == parent);
    CHECK(header_of(page, "tracestate") == "vendor=1");
    CHECK(header_of(page, "ms-requestid").size() == 36);
    request_ids.insert(header_of(page, "ms-requestid"));
  }
  CHECK(request_ids.size() == pages.size());
  const auto lists = s.emulator.ledger("cloud_cockpit", "list");
  REQUIRE(lists.size() == 1);
  CHECK(header_of(lists[0], "x-correlation-id") == id);
  CHECK(header_of(lists[0], "traceparent") == parent);
  CHECK(header_of(lists[0], "x-tenant") == "portal.contoso.com");
}

TEST_CASE("a correlation id that is no UUID is replaced, a trace that is malformed goes no further") {
  const ContosoScene& s = requests_scene();
  for (const std::string_view wrong :
       {"abc", "6f1c2d3e-8a4b-4c5d-9e6f-7a8b9c0d1e2", "{6f1c2d3e-8a4b-4c5d-9e6f-7a8b9c0d1e2f}"}) {
    CAPTURE(wrong);
    s.emulator.clear_ledger();
    const auto reply = ask(s.gateway, twelve_users,
                           {{"X-Correlation-Id", std::string(wrong)}, {"traceparent", "00-0-0-01"}});
    CHECK(reply.status == 200);
    CHECK(reply.header("x-correlation-id") != wrong);
    CHECK(reply.header("traceparent").empty());
    const auto asked = s.emulator.ledger("partner_center", "list");
    REQUIRE(asked.size() == 1);
    CHECK(header_of(asked[0], "ms-correlationid") == reply.header("x-correlation-id"));
    CHECK(header_of(asked[0], "traceparent").empty());
  }
}

TEST_CASE("equal lists at the same time ask the providers once") {
  const ContosoScene& s = requests_scene();
  const std::string body = ask(s.gateway, twelve_users).body;
  s.emulator.clear_ledger();
  s.emulator.set("pc_latency_ms", 400);
  s.emulator.set("cc_latency_ms", 400);
  std::vector<std::future<support::HttpReply>> callers;
  for (int i = 0; i < 20; ++i)
    callers.push_back(ask_aside(s.gateway, twelve_users));
  for (auto& caller : callers)
    CHECK(caller.get().body == body);
  // Whoever came late on a busy machine began another flight; twenty of them nobody can have needed.
  CHECK(s.emulator.ledger("partner_center", "list").size() <= 5);
  CHECK(s.emulator.ledger("cloud_cockpit", "list").size() <= 5);
}

TEST_CASE("a list that is asked for after a create ended does not join one that began before") {
  const ContosoScene& s = requests_scene();
  const std::string target = users_of("contoso", "onlypc", "limit=1000");
  ask(s.gateway, target);
  s.emulator.clear_ledger();
  // The look-up before the create is the first list; the second one is answered from before the create, late.
  s.emulator.fault(R"({"match":{"operation":"create"},"action":{"delay_ms":400}})");
  s.emulator.fault(R"({"match":{"operation":"list"},"skip":1,"action":{"delay_answer_ms":1200}})");
  auto create = std::async(std::launch::async, [&s] {
    return s.gateway.post(users_of("contoso", "onlypc"),
                          R"({"userPrincipalName":"new@onlypc.onmicrosoft.com","displayName":"New",)"
                          R"("passwordProfile":{"password":"Passw0rd!long"}})");
  });
  wait_for_requests(s, "create", 1);
  auto early = ask_aside(s.gateway, target);
  wait_for_requests(s, "list", 2);
  const auto created = create.get();
  REQUIRE(created.status == 201);
  const std::string id = text_at(created.json(), "id");
  const auto late = ask(s.gateway, target).json();
  CHECK(s.emulator.ledger("partner_center", "list").size() == 3);
  CHECK(late.at("totalCount") == 41);
  const auto ids = ids_of(late);
  CHECK(std::count(ids.begin(), ids.end(), id) == 1);
  CHECK(early.get().json().at("totalCount") == 40);
}

}  // namespace tests::integration
