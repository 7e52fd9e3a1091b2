// Paging: a list is whole or an error, and what a provider writes into a link leads nowhere but to its next
// page.
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {
namespace {
namespace json = boost::json;

constexpr std::string_view partner_users = "/v1/customers/aaaaaaaa-0000-4000-8000-000000000350/users";

ContosoScene& paging_scene() {
  static ContosoScene one(no_repeats);
  one.emulator.reset();
  // Several pages for the crowd of 350.
  one.emulator.set("pc_max_page_size", 100);
  one.emulator.set("pc_oversize", "clamp");
  return one;
}

// In the place of every page.
std::string every_page(const json::object& body) {
  return json::serialize(json::object{{"match", {{"provider", "partner_center"}, {"operation", "list"}}},
                                      {"times", 0},
                                      {"action", {{"status", 200}, {"body", body}}}});
}

json::object page_with_next(const std::string& uri, const char* token) {
  return {{"totalCount", 0},
          {"items", json::array()},
          {"links",
           {{"next",
             {{"uri", uri},
              {"method", "GET"},
              {"headers", {{{"key", "MS-ContinuationToken"}, {"value", token}}}}}}}}};
}

}  // namespace

TEST_CASE("a page after the first that is gone is never the end of the list") {
  const ContosoScene& s = paging_scene();
  s.emulator.set("page2_404", "on");
  check_incomplete(s.gateway, s.emulator, "contoso", "partner_center", "provider_bad_response");
}

TEST_CASE("a link to elsewhere is not followed, and a token goes nowhere else") {
  const ContosoScene& s = paging_scene();
  const std::string users(partner_users);
  const std::string there = "http://127.0.0.1:" + std::to_string(s.emulator.cloud_cockpit());
  const std::string own = "127.0.0.1:" + std::to_string(s.emulator.partner_center());
  for (const std::string& uri :
       {there + users + "?seekOperation=Next",
        "//127.0.0.1:" + std::to_string(s.emulator.cloud_cockpit()) + users, "https://" + own + users,
        "http://user@" + own + users, std::string("https://evil.example") + users,
        std::string("/v1/customers/aaaaaaaa-0000-4000-8000-000000000012/users?seekOperation=Next"),
        std::string("/v1/customers/aaaaaaaa-0000-4000-8000-000000000350/../"
                    "aaaaaaaa-0000-4000-8000-000000000012/users"),
        std::string("/v1/customers"), users + "/x", users + "#a", users + "\r\nX: y"}) {
    CAPTURE(uri);
    s.emulator.remove("/faults");
    s.emulator.clear_ledger();
    s.emulator.fault(every_page(page_with_next(uri, "AQAAAA==")));
    const auto list = ask(s.gateway, users_of("contoso", "crowd")).json();
    CHECK(code_of(outcome_of(list, "partner_center").at("error")) == "provider_bad_response");
    CHECK(s.emulator.ledger("partner_center", "").size() == 1);
    CHECK(s.emulator.ledger("cloud_cockpit", "").size() == 1);
  }
}

TEST_CASE("a continuation token that comes again ends the reading as an error") {
  const ContosoScene& s = paging_scene();
  s.emulator.fault(every_page(page_with_next(std::string(partner_users), "QUdBSU4=")));
  check_incomplete(s.gateway, s.emulator, "contoso", "partner_center", "provider_bad_response");
  CHECK(s.emulator.ledger("partner_center", "list").size() == 4);
}

}  // namespace tests::integration
