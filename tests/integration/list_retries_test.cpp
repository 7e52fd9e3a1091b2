// What of a failure is tried again, how often and when, and what happens to a provider that cannot be
// reached.
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <ctime>

namespace tests::integration {
namespace {
namespace json = boost::json;

struct RetryScene {
  support::EmulatorProcess emulator;
  ClosedPort nobody;
  // A budget of repeats belongs to a tenant's provider: cases that count have one of their own.
  support::GatewayProcess gateway{
      file_of("", {emulated_tenant(emulator, "contoso"), emulated_tenant(emulator, "healing"),
                   emulated_tenant(emulator, "counted"), emulated_tenant(emulator, "outage"),
                   unreachable(emulated_tenant(emulator, "no-pc"), emulator.partner_center()),
                   unreachable(emulated_tenant(emulator, "no-cc"), emulator.cloud_cockpit()),
                   unreachable(unreachable(emulated_tenant(emulator, "neither"), emulator.cloud_cockpit()),
                               emulator.partner_center())})};

  std::string unreachable(const std::string& tenant, std::uint16_t port) const {
    return with(tenant, "base_url: http://127.0.0.1:" + std::to_string(port) + '\n',
                "base_url: http://127.0.0.1:" + std::to_string(nobody.number()) + '\n');
  }
};

RetryScene& retry_scene() {
  static RetryScene one;
  one.emulator.reset();
  return one;
}

std::string partner_fault(const json::object& action, int times) {
  return json::serialize(
      json::object{{"match", {{"provider", "partner_center"}}}, {"times", times}, {"action", action}});
}

std::string http_date(std::chrono::seconds ahead) {
  const std::time_t when = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + ahead);
  std::tm parts{};
  gmtime_r(&when, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

const std::string partner_list = "limit=1&provider=partner_center";

}  // namespace

TEST_CASE("a provider that refuses connections is an error, and the other one's users are there") {
  const RetryScene& s = retry_scene();
  struct Row {
    std::string tenant;
    std::string away;
    std::string there;
  };
  for (const Row& row :
       {Row{"no-pc", "partner_center", "cloud_cockpit"}, {"no-cc", "cloud_cockpit", "partner_center"}}) {
    CAPTURE(row.tenant);
    const auto list = ask(s.gateway, users_of(row.tenant, "twelve")).json();
    CHECK(list.at("complete") == false);
    CHECK(list.at("totalCount").is_null());
    CHECK(list.at("items").as_array().size() == (row.there == "partner_center" ? 12 : 10));
    CHECK(outcome_of(list, row.there).at("status") == "ok");
    CHECK(code_of(outcome_of(list, row.away).at("error")) == "provider_error");
    const auto strict = ask(s.gateway, users_of(row.tenant, "twelve", "require=all"));
    CHECK(strict.status == 502);
    CHECK(text_at(strict.json(), "provider") == row.away);
  }
}

TEST_CASE("when neither provider can be reached there is a problem and no list") {
  const RetryScene& s = retry_scene();
  const auto reply = ask(s.gateway, users_of("neither", "empty"));
  CHECK(reply.status == 502);
  const auto problem = reply.json();
  CHECK(code_of(problem) == "provider_error");
  CHECK(text_at(problem, "provider") == "partner_center");
  CHECK(problem.at("retryable") == true);
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"}) {
    CHECK(code_of(outcome_of(problem, provider).at("error")) == "provider_error");
  }
}

TEST_CASE("what time heals is tried again and the list is whole") {
  const RetryScene& s = retry_scene();
  for (const json::object& action :
       {json::object{{"status", 500}}, json::object{{"status", 502}}, json::object{{"status", 503}},
        json::object{{"status", 504}}, json::object{{"truncate", 20}}, json::object{{"reset", "after"}}}) {
    const std::string text = json::serialize(action);
    CAPTURE(text);
    s.emulator.remove("/faults");
    s.emulator.clear_ledger();
    s.emulator.fault(partner_fault(action, 1));
    const auto list = ask(s.gateway, users_of("healing", "onlypc", partner_list)).json();
    CHECK(list.at("complete") == true);
    CHECK(list.at("totalCount") == 40);
    CHECK(s.emulator.ledger("partner_center", "list").size() == 2);
  }
}

TEST_CASE("a request goes out three times at the most") {
  const RetryScene& s = retry_scene();
  s.emulator.fault(partner_fault({{"status", 503}}, 2));
  CHECK(ask(s.gateway, users_of("counted", "onlypc", partner_list)).status == 200);
  CHECK(s.emulator.ledger("partner_center", "list").size() == 3);

  s.emulator.remove("/faults");
  s.emulator.clear_ledger();
  s.emulator.fault(partner_fault({{"status", 503}}, 0));
  const auto reply = ask(s.gateway, users_of("counted", "onlypc", partner_list));
  CHECK(reply.status == 502);
  CHECK(reply.json().at("providerStatus") == 503);
  CHECK(reply.json().at("retryable") == true);
  CHECK(s.emulator.ledger("partner_center", "list").size() == 3);
}

TEST_CASE("a 4xx is the provider's word and is not tried again") {
  const RetryScene& s = retry_scene();
  for (const int status : {400, 403, 404, 405, 409, 410, 418, 422}) {
    CAPTURE(status);
    s.emulator.remove("/faults");
    s.emulator.clear_ledger();
    s.emulator.fault(partner_fault({{"status", status}}, 0));
    CHECK(ask(s.gateway, users_of("contoso", "onlypc", partner_list)).status >= 400);
    CHECK(s.emulator.ledger("partner_center", "list").size() == 1);
  }
}

TEST_CASE("Retry-After is waited for, in seconds and as a date, and may be missing") {
  const RetryScene& s = retry_scene();
  struct Row {
    json::object headers;
    std::int64_t least_ms;
  };
  // A date has whole seconds: two ahead are more than one.
  for (const Row& row :
       {Row{{{"Retry-After", "1"}}, 1000}, {{{"Retry-After", http_date(std::chrono::seconds(2))}}, 900}}) {
    s.emulator.remove("/faults");
    s.emulator.clear_ledger();
    s.emulator.fault(partner_fault({{"status", 429}, {"headers", row.headers}}, 1));
    CHECK(ask(s.gateway, users_of("contoso", "onlypc", partner_list)).status == 200);
    const auto tries = s.emulator.ledger("partner_center", "list");
    REQUIRE(tries.size() == 2);
    CHECK(tries[1].at("at_ms").as_int64() - tries[0].at("at_ms").as_int64() >= row.least_ms);
  }
  s.emulator.set("retry_after", "none");
  s.emulator.fault(partner_fault({{"status", 429}}, 1));
  CHECK(ask(s.gateway, users_of("contoso", "onlypc", partner_list)).status == 200);
}

TEST_CASE(
    "a provider that wants longer than the caller has is unavailable at once, and says when to come again") {
  const RetryScene& s = retry_scene();
  for (const int status : {429, 503}) {
    CAPTURE(status);
    s.emulator.remove("/faults");
    s.emulator.clear_ledger();
    s.emulator.fault(partner_fault({{"status", status}, {"headers", {{"Retry-After", "120"}}}}, 0));
    const auto reply = ask(s.gateway, users_of("contoso", "onlypc", partner_list));
    CHECK(reply.status == 503);
    CHECK(code_of(reply.json()) == "provider_unavailable");
    CHECK(reply.header("retry-after") == "120");
    CHECK(s.emulator.ledger("partner_center", "list").size() == 1);
  }
}

TEST_CASE("an outage is not multiplied: repeats stay within the budget") {
  const RetryScene& s = retry_scene();
  s.emulator.fault(partner_fault({{"status", 503}}, 0));
  const auto began = std::chrono::steady_clock::now();
  constexpr int requests = 100;
  std::vector<std::future<support::HttpReply>> callers;
  for (int i = 0; i < requests; ++i) {
    // Different customers, so that no two share a reading.
    const std::string id = "0f0f0f0f-0000-4000-8000-000000000" + std::to_string(100 + i);
    callers.push_back(ask_aside(s.gateway, users_of("outage", id, partner_list)));
  }
  for (auto& caller : callers)
    CHECK(caller.get().status == 502);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  const auto attempts = static_cast<double>(s.emulator.ledger("partner_center", "list").size());
  // 20% of the requests, 5 a second, and what was saved up: ten.
  CHECK(attempts <= 1.2 * requests + 5 * took.count() + 10);
  CHECK(attempts >= requests);
}

}  // namespace tests::integration
