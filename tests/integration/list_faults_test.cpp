// What a list says when a provider fails, on whichever page and in whichever way: the other one's users, an
// honest word, and never an empty list.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/true_people.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {
namespace {
namespace json = boost::json;

// Nothing is repeated here, so that each fault is one request; list_retries_test.cpp has the repeats.
struct FaultScene {
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway{
      file_of("limits: {retries: 0}\n",
              {emulated_tenant(emulator, "contoso"), latched("latched-pc"), latched("latched-cc"),
               with(emulated_tenant(emulator, "wrong-reseller"), "x_tenant: portal.contoso.com",
                    "x_tenant: portal.contoso.com\n        reseller_id: "
                    "22222222-0000-4000-8000-0000000000a2"),
               emulated_tenant(emulator, "hurried", "    deadline: 300ms\n")})};

  std::string latched(std::string_view name) const { return emulated_tenant(emulator, name); }
};

FaultScene& fault_scene() {
  static FaultScene one;
  one.emulator.reset();
  // Several pages for the crowd of 350.
  one.emulator.set("pc_max_page_size", 100);
  one.emulator.set("pc_oversize", "clamp");
  return one;
}

std::string list_fault(std::string_view provider, const json::object& action, int page = 0) {
  json::object match{{"provider", provider}, {"operation", "list"}};
  if (page != 0) match["page"] = page;
  return json::serialize(json::object{{"match", match}, {"times", 0}, {"action", action}});
}

}  // namespace

TEST_CASE(
    "a provider that fails in any way is an error of its own kind, and the other one's users are there") {
  const FaultScene& s = fault_scene();
  struct Row {
    std::string provider;
    json::object action;
    int page;  // 0: any
    std::string code;
  };
  const char* const pc = "partner_center";
  const char* const cc = "cloud_cockpit";
  const Row rows[] = {
      {pc, {{"garbage", true}}, 0, "provider_bad_response"},
      {pc, {{"garbage", true}}, 3, "provider_bad_response"},
      {cc, {{"garbage", true}}, 0, "provider_bad_response"},
      {pc, {{"truncate", 0}}, 0, "provider_error"},
      {pc, {{"truncate", 1}}, 2, "provider_error"},
      {pc, {{"truncate", 4000}}, 4, "provider_error"},
      {cc, {{"truncate", 0}}, 0, "provider_error"},
      {cc, {{"truncate", 50000}}, 0, "provider_error"},
      {pc, {{"reset", "before"}}, 0, "provider_error"},
      {pc, {{"reset", "after"}}, 2, "provider_error"},
      {cc, {{"reset", "before"}}, 0, "provider_error"},
      {pc, {{"status", 500}}, 0, "provider_error"},
      {pc, {{"status", 503}}, 4, "provider_error"},
      {cc, {{"status", 500}}, 0, "provider_error"},
      {cc, {{"status", 503}}, 0, "provider_error"},
      {pc, {{"status", 400}}, 0, "provider_error"},
      {pc, {{"status", 400}}, 2, "provider_error"},
      {pc, {{"status", 410}}, 2, "provider_error"},
      {cc, {{"status", 418}}, 0, "provider_error"},
      {pc, {{"status", 302}, {"headers", {{"Location", "/v1/elsewhere"}}}}, 0, "provider_error"},
      {cc, {{"status", 307}, {"headers", {{"Location", "/v1/elsewhere"}}}}, 0, "provider_error"},
      {pc, {{"status", 404}}, 0, "customer_not_found"},
      {pc, {{"status", 404}}, 2, "provider_bad_response"},
      {cc, {{"status", 404}}, 0, "customer_not_found"},
      {pc, {{"status", 204}}, 1, "provider_bad_response"},
      {pc, {{"status", 204}}, 2, "provider_bad_response"},
      {cc, {{"status", 204}}, 0, "provider_bad_response"},
      {pc, {{"status", 206}}, 2, "provider_bad_response"},
      {pc, {{"status", 403}}, 0, "provider_forbidden"},
      {cc, {{"status", 403}}, 0, "provider_forbidden"},
      {pc, {{"status", 429}, {"headers", {{"Retry-After", "3600"}}}}, 0, "provider_unavailable"},
      {cc, {{"status", 429}, {"headers", {{"Retry-After", "3600"}}}}, 0, "provider_unavailable"},
      {pc, {{"status", 503}, {"headers", {{"Retry-After", "3600"}}}}, 2, "provider_unavailable"},
      {pc, {{"status", 200}, {"body", ""}}, 0, "provider_bad_response"},
      {pc, {{"status", 200}, {"body", "{}"}}, 2, "provider_bad_response"},
      {pc, {{"status", 200}, {"body", "{\"items\":[{}]}"}}, 0, "provider_bad_response"},
      {pc, {{"status", 200}, {"body", "{\"items\":[]"}}, 0, "provider_bad_response"},
      {pc, {{"status", 200}, {"body", "{\"items\":[]}]"}}, 0, "provider_bad_response"},
      {cc, {{"status", 200}, {"body", "null"}}, 0, "provider_bad_response"},
      {cc, {{"status", 200}, {"body", "[{}]"}}, 0, "provider_bad_response"},
      {cc, {{"status", 200}, {"body", "[]["}}, 0, "provider_bad_response"},
      {pc, {{"raw", "HTTP/1.1 200 OK\r\nContent-Le"}}, 0, "provider_error"},
      {pc, {{"raw", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"items\":[]}"}}, 0, "provider_error"},
      {cc,
       {{"raw", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n"}},
       0,
       "provider_error"},
      {cc,
       {{"raw", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n[]\r\n"}},
       0,
       "provider_bad_response"},
      {cc,
       {{"raw", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]"}},
       0,
       "provider_bad_response"},
      {cc, {{"raw", "SSH-2.0-OpenSSH_9.2\r\n\r\n"}}, 0, "provider_bad_response"},
      {cc, {{"raw", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"}}, 0, "provider_bad_response"},
      {cc, {{"raw", ""}}, 0, "provider_error"},
  };
  for (const Row& row : rows) {
    const std::string text = list_fault(row.provider, row.action, row.page);
    CAPTURE(text);
    s.emulator.remove("/faults");
    s.emulator.fault(text);
    check_incomplete(s.gateway, s.emulator, "contoso", row.provider, row.code);
  }
}

TEST_CASE("a provider that is slower than the deadline is a timeout, and the caller does not wait for it") {
  const FaultScene& s = fault_scene();
  ask(s.gateway, users_of("hurried", "crowd"));  // signs in
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"}) {
    CAPTURE(provider);
    for (const json::object& action : {json::object{{"delay_ms", 5000}}, json::object{{"stall", 3000}}}) {
      s.emulator.remove("/faults");
      s.emulator.fault(list_fault(provider, action));
      const auto began = std::chrono::steady_clock::now();
      check_incomplete(s.gateway, s.emulator, "hurried", provider, "provider_timeout");
      // Two lists, each of 300 ms; what is on top is the machine's.
      CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(3000));
    }
  }
}

TEST_CASE("a 403 is this customer's alone, says what is missing, and is over when it is mended") {
  const FaultScene& s = fault_scene();
  struct Row {
    std::string access;
    std::string provider_code;
    std::string remedy;  // a word of it
  };
  for (const Row& row : {Row{"no_gdap_role", "900308", "GDAP role"},
                         {"unrelated", "20002", "reseller relationship"},
                         {"conditional_access", "900309", "Conditional Access"}}) {
    CAPTURE(row.access);
    s.emulator.patch("/customers", R"({"customer":"crowd","access":")" + std::string(row.access) + "\"}");
    const auto list =
        check_incomplete(s.gateway, s.emulator, "contoso", "partner_center", "provider_forbidden");
    const auto& error = outcome_of(list, "partner_center").at("error");
    CHECK(text_at(error, "providerCode") == row.provider_code);
    CHECK(error.at("providerStatus") == 403);
    CHECK(text_at(error, "remedy").find(row.remedy) != std::string::npos);
    CHECK(ask(s.gateway, users_of("contoso", "twelve")).json().at("complete") == true);
    s.emulator.patch("/customers", R"({"customer":"crowd","access":"full"})");
    CHECK(ask(s.gateway, users_of("contoso", "crowd")).json().at("complete") == true);
  }
  const auto list =
      check_incomplete(s.gateway, s.emulator, "wrong-reseller", "cloud_cockpit", "provider_forbidden");
  CHECK(text_at(outcome_of(list, "cloud_cockpit").at("error"), "remedy").find("reseller") !=
        std::string::npos);
}

TEST_CASE(
    "a provider that answers 401 for ever has rejected the credentials, and is left alone for a minute") {
  const FaultScene& s = fault_scene();
  for (const auto& [provider, tenant] :
       {std::pair{"partner_center", "latched-pc"}, std::pair{"cloud_cockpit", "latched-cc"}}) {
    CAPTURE(provider);
    s.emulator.remove("/faults");
    s.emulator.clear_ledger();
    s.emulator.fault(json::serialize(json::object{
        {"match", {{"provider", provider}}}, {"times", 0}, {"action", {{"expire_token", true}}}}));
    const auto list =
        check_incomplete(s.gateway, s.emulator, tenant, provider, "provider_rejected_credentials");
    CHECK_FALSE(text_at(outcome_of(list, provider).at("error"), "remedy").empty());
    // The token, a refresh, and no third try; the second list of check_incomplete() asked nobody.
    CHECK(s.emulator.ledger(provider, "list").size() == 2);
    CHECK(s.emulator.ledger("token_service", "token").size() == 3);
  }
}

TEST_CASE("when both fail the answer is the problem of the first by precedence, with both") {
  const FaultScene& s = fault_scene();
  s.emulator.fault(list_fault("partner_center", {{"status", 403}}));
  s.emulator.fault(list_fault("cloud_cockpit", {{"garbage", true}}));
  for (const std::string_view query : {"", "require=all"}) {
    const auto reply = ask(s.gateway, users_of("contoso", "crowd", query));
    CHECK(reply.status == 502);
    const auto problem = reply.json();
    CHECK(code_of(problem) == "provider_forbidden");
    CHECK(text_at(problem, "provider") == "partner_center");
    CHECK(code_of(outcome_of(problem, "partner_center").at("error")) == "provider_forbidden");
    CHECK(code_of(outcome_of(problem, "cloud_cockpit").at("error")) == "provider_bad_response");
  }
  const auto narrowed = ask(s.gateway, users_of("contoso", "crowd", "provider=cloud_cockpit"));
  CHECK(code_of(narrowed.json()) == "provider_bad_response");
  CHECK(narrowed.json().at("providers").as_array().size() == 1);
}

TEST_CASE("a connection that has had a fault is not used again, and the next list is whole") {
  const FaultScene& s = fault_scene();
  for (const json::object& action :
       {json::object{{"surplus", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"}},
        json::object{{"close_after", true}}, json::object{{"truncate", 10}},
        json::object{{"reset", "after"}}}) {
    const std::string text = json::serialize(action);
    CAPTURE(text);
    s.emulator.remove("/faults");
    s.emulator.fault(json::serialize(
        json::object{{"match", {{"provider", "cloud_cockpit"}}}, {"times", 1}, {"action", action}}));
    s.emulator.clear_ledger();
    ask(s.gateway, users_of("contoso", "crowd"));
    CHECK(ask(s.gateway, users_of("contoso", "crowd")).json().at("totalCount") == 455);
    // One that met the reset on a connection from before may have gone once more at once.
    const auto lists = s.emulator.ledger("cloud_cockpit", "list");
    CHECK((lists.size() == 2 || lists.size() == 3));
    CHECK(lists.front().at("connection") != lists.back().at("connection"));
  }
}

}  // namespace tests::integration
