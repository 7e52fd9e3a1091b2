// The public record leaves facts open; the emulator has a switch for each. Whichever way they turn out, a
// list has the same people, to the byte, and an error keeps its meaning.
#include "tests/integration/list_scene.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;

struct ReadingsScene {
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway{file_of(
      "limits: {retries: 0}\n",
      {emulated_tenant(emulator, "contoso"),
       with(emulated_tenant(emulator, "strange-portal-401"), "portal.contoso.com", "portal.unknown.com"),
       with(emulated_tenant(emulator, "strange-portal-403"), "portal.contoso.com", "portal.unknown.com"),
       with(emulated_tenant(emulator, "strange-portal-400"), "portal.contoso.com", "portal.unknown.com")})};
};

ReadingsScene& readings_scene() {
  static ReadingsScene one;
  one.emulator.reset();
  // The crowd on four pages: with one, most readings would not matter.
  one.emulator.set("pc_max_page_size", 100);
  one.emulator.set("pc_oversize", "clamp");
  return one;
}

const std::string crowd_list = users_of("contoso", "crowd", "limit=1000");

// The next list signs in anew at both, so that readings about tokens matter.
void expire_tokens(const ReadingsScene& s) {
  for (const std::string_view provider : {"partner_center", "cloud_cockpit"}) {
    s.emulator.fault(json::serialize(json::object{{"match", {{"provider", provider}, {"operation", "list"}}},
                                                  {"times", 1},
                                                  {"action", {{"expire_token", true}}}}));
  }
}

}  // namespace

TEST_CASE("the list of the crowd is the same to the byte under every reading of the record") {
  const ReadingsScene& s = readings_scene();
  struct Row {
    std::string name;
    std::vector<json::value> values;
  };
  const Row rows[] = {
      {"bom", {"on", "off"}},
      {"link_v1_prefix", {"off", "next", "on"}},
      {"pc_null_members", {"omit", "print"}},
      {"ms_cv", {"fresh", "echo", "extend"}},
      {"paging_style", {"both", "link", "token"}},
      {"total_count", {"page", "total"}},
      {"pc_default_page_size", {1, 50, 500}},
      {"pc_max_page_size", {7, 100, 349, 350, 351, 500}},
      {"pc_seek_first", {"accept", "refuse"}},
      {"pc_unknown_sort", {"refuse", "ignore"}},
      {"continuation_token_seconds", {0, 60}},
      {"pc_missing_token_code", {"800001", "400"}},
      {"pc_unauthorized_body", {"json", "empty"}},
      {"throttle_customers", {"on", "off"}},
      {"cc_require_correlation_id", {"off", "on"}},
      {"cc_missing_x_tenant", {"400", "401"}},
      {"cc_null_members", {"print", "omit"}},
      {"cc_sort", {"first_last", "last_first", "email"}},
      {"cc_reseller_narrowing", {"on", "off"}},
      {"cc_ascii_json", {"off", "on"}},
      {"cc_bom", {"off", "on"}},
      {"cc_token_audience", {"api", "guid"}},
      {"chunked", {"off", "on"}},
      {"list_lag_ms", {0, 500}},
      {"token_rotation", {"on", "off", "omit"}},
      {"token_lifetime_seconds", {3599, 300, 2}},
      {"error_code_type", {"integer", "string"}},
      {"error_data", {"array", "absent"}},
      {"error_bom", {"off", "on"}},
  };
  const std::string body = ask(s.gateway, crowd_list).body;
  CHECK(json::parse(body).at("totalCount") == 455);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const json::value usual = s.emulator.get("/switches").at(row.name).at("value");
    for (const json::value& value : row.values) {
      const std::string text = json::serialize(value);
      CAPTURE(text);
      s.emulator.set(row.name, value);
      expire_tokens(s);
      const auto reply = s.gateway.get(crowd_list);
      CHECK(reply.status == 200);
      CHECK((reply.body == body));
    }
    s.emulator.set(row.name, usual);
  }
}

TEST_CASE("links and tokens are followed in every combination of their forms") {
  const ReadingsScene& s = readings_scene();
  const std::string body = ask(s.gateway, crowd_list).body;
  for (const std::string_view prefix : {"off", "next", "on"}) {
    for (const std::string_view style : {"both", "link", "token"}) {
      CAPTURE(prefix);
      CAPTURE(style);
      s.emulator.set("link_v1_prefix", json::value(prefix));
      s.emulator.set("paging_style", json::value(style));
      s.emulator.clear_ledger();
      CHECK(s.gateway.get(crowd_list).body == body);
      CHECK(s.emulator.ledger("partner_center", "list").size() == 4);
    }
  }
}

TEST_CASE("a page that comes too late for its token is an error, whatever the provider calls it") {
  const ReadingsScene& s = readings_scene();
  struct Row {
    std::string status;
    std::string code;
  };
  for (const Row& row : {Row{"400", "provider_error"},
                         {"404", "provider_bad_response"},
                         {"410", "provider_error"},
                         {"500", "provider_error"}}) {
    CAPTURE(row.status);
    s.emulator.set("bad_continuation_token", json::value(row.status));
    // A token that the emulator did not make.
    s.emulator.remove("/faults");
    s.emulator.fault(
        R"({"match":{"provider":"partner_center","page":1},"times":1,"action":{"status":200,"body":)"
        R"({"items":[],"continuationToken":"bm9ib2R5J3M="}}})");
    const auto list = ask(s.gateway, crowd_list).json();
    CHECK(list.at("complete") == false);
    CHECK(code_of(outcome_of(list, "partner_center").at("error")) == row.code);
  }
}

TEST_CASE("an error keeps its code and remedy in every form that the record shows") {
  const ReadingsScene& s = readings_scene();
  s.emulator.patch("/customers", R"({"customer":"crowd","access":"no_gdap_role"})");
  for (const auto& [name, value] : {std::pair{"error_code_type", "integer"},
                                    {"error_code_type", "string"},
                                    {"error_data", "absent"},
                                    {"error_bom", "on"},
                                    {"chunked", "on"}}) {
    CAPTURE(std::string(name));
    s.emulator.set(name, value);
    const auto list = ask(s.gateway, crowd_list).json();
    const auto& error = outcome_of(list, "partner_center").at("error");
    CHECK(code_of(error) == "provider_forbidden");
    CHECK(text_at(error, "providerCode") == "900308");
    CHECK(text_at(error, "remedy").find("GDAP") != std::string::npos);
  }
}

TEST_CASE("a portal that CloudCockpit does not know is an error by what it answers") {
  const ReadingsScene& s = readings_scene();
  struct Row {
    std::string status;
    std::string code;
  };
  for (const Row& row : {Row{"401", "provider_rejected_credentials"},
                         {"403", "provider_forbidden"},
                         {"400", "provider_error"}}) {
    CAPTURE(row.status);
    s.emulator.set("cc_unknown_x_tenant", json::value(row.status));
    const auto list = ask(s.gateway, users_of("strange-portal-" + row.status, "crowd")).json();
    CHECK(list.at("complete") == false);
    CHECK(code_of(outcome_of(list, "cloud_cockpit").at("error")) == row.code);
  }
}

TEST_CASE("a rate limit is waited out or told, in every form of Retry-After") {
  const ReadingsScene& s = readings_scene();
  for (const std::string_view form : {"seconds", "date", "none"}) {
    for (const std::string_view which : {"pc_rate_limit", "cc_rate_limit"}) {
      CAPTURE(form);
      CAPTURE(which);
      s.emulator.reset();
      s.emulator.set("retry_after", json::value(form));
      s.emulator.set(which, 1);
      ask(s.gateway, users_of("contoso", "twelve"));
      const auto list = ask(s.gateway, users_of("contoso", "twelve")).json();
      const auto* provider = which == "pc_rate_limit" ? "partner_center" : "cloud_cockpit";
      CHECK(list.at("complete") == false);
      CHECK(code_of(outcome_of(list, provider).at("error")) == "provider_unavailable");
    }
  }
}

}  // namespace tests::integration
