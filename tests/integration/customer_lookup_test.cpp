// Which customer a request means, and one user of it by any of their ids.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/true_people.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <cctype>

namespace tests::integration {
namespace {
namespace json = boost::json;
using namespace std::string_view_literals;

std::string without_customers(std::string tenant) {
  return tenant.substr(0, tenant.find("    customers:\n"));
}

std::string partner_center_alone(const std::string& tenant) {
  return tenant.substr(0, tenant.find("      cloud_cockpit:\n"));
}

struct LookupScene {
  support::EmulatorProcess emulator;
  // A miss and a hit are kept for minutes: each case that looks one up has a tenant of its own.
  support::GatewayProcess gateway{
      file_of("", {emulated_tenant(emulator, "contoso"), roaming("hits"), roaming("misses"),
                   roaming("failing"), roaming("strange"), roaming("own"),
                   partner_center_alone(without_customers(emulated_tenant(emulator, "alone")))})};

  std::string roaming(std::string_view name) const {
    return without_customers(emulated_tenant(emulator, name));
  }
};

LookupScene& lookup_scene() {
  static LookupScene one;
  one.emulator.reset();
  return one;
}

std::string upper(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

constexpr std::string_view twelve_at_partner = "aaaaaaaa-0000-4000-8000-000000000012";
constexpr std::string_view twelve_at_cockpit = "cccccccc-0000-4000-8000-000000000012";
constexpr std::string_view no_customer = "0f0f0f0f-0000-4000-8000-000000000000";

}  // namespace

TEST_CASE("a customer is meant by its alias and by either provider's id, in any case") {
  const LookupScene& s = lookup_scene();
  const std::string body = ask(s.gateway, users_of("contoso", "twelve")).body;
  for (const std::string& name :
       {std::string(twelve_at_partner), std::string(twelve_at_cockpit), upper(std::string(twelve_at_partner)),
        upper(std::string(twelve_at_cockpit))}) {
    CAPTURE(name);
    CHECK(ask(s.gateway, users_of("contoso", name)).body == body);
  }
  CHECK(s.emulator.ledger("cloud_cockpit", "customers").empty());
}

TEST_CASE("an id that no customer of the file has is, with provider=, that provider's own") {
  const LookupScene& s = lookup_scene();
  for (const auto& [id, query, from] :
       {std::tuple{twelve_at_partner, "provider=partner_center", From::partner_center},
        {twelve_at_cockpit, "provider=cloud_cockpit", From::cloud_cockpit}}) {
    CAPTURE(query);
    const auto list = ask(s.gateway, users_of("own", upper(std::string(id)), query)).json();
    CHECK(list.at("items").as_array() == true_people(s.emulator, "twelve", from));
  }
  CHECK(s.emulator.ledger("cloud_cockpit", "customers").empty());
  // The other provider's id means nobody here.
  const auto crossed = ask(s.gateway, users_of("own", twelve_at_cockpit, "provider=partner_center"));
  CHECK(crossed.status == 404);
  CHECK(code_of(crossed.json()) == "customer_not_found");
}

TEST_CASE("in a tenant with one provider an id is that provider's") {
  const LookupScene& s = lookup_scene();
  const auto list = ask(s.gateway, users_of("alone", twelve_at_partner)).json();
  CHECK(list.at("items").as_array() == true_people(s.emulator, "twelve", From::partner_center));
  CHECK(ask(s.gateway, users_of("alone", no_customer)).status == 404);
}

TEST_CASE("a Microsoft tenant id is looked up at CloudCockpit once, and the deleted namesake is left out") {
  const LookupScene& s = lookup_scene();
  const auto people = true_people(s.emulator, "twelve");
  for (int i = 0; i < 3; ++i) {
    const auto list = ask(s.gateway, users_of("hits", i == 1 ? upper(std::string(twelve_at_partner))
                                                             : std::string(twelve_at_partner)));
    CHECK(list.status == 200);
    CHECK(list.json().at("items").as_array() == people);
  }
  const auto searches = s.emulator.ledger("cloud_cockpit", "customers");
  REQUIRE(searches.size() == 1);
  const std::string target = text_at(searches[0], "target");
  CHECK(target.find("searchField=ProviderCustomerId") != std::string::npos);
  CHECK(target.find("includeDeleted=false") != std::string::npos);
}

TEST_CASE("a customer that the search does not find is not bound there, and is not searched again at once") {
  const LookupScene& s = lookup_scene();
  for (int i = 0; i < 3; ++i) {
    const auto list = ask(s.gateway, users_of("misses", "aaaaaaaa-0000-4000-8000-000000000040")).json();
    CHECK(list.at("totalCount") == 40);
    CHECK(list.at("complete") == true);
    const auto& missing = outcome_of(list, "cloud_cockpit");
    CHECK(missing.at("status") == "not_bound");
    CHECK(missing.at("count").is_null());
  }
  CHECK(s.emulator.ledger("cloud_cockpit", "customers").size() == 1);
}

TEST_CASE("a search that failed is the provider's error, and is made again") {
  const LookupScene& s = lookup_scene();
  s.emulator.fault(R"({"match":{"operation":"customers"},"times":1,"action":{"garbage":true}})");
  const auto list = ask(s.gateway, users_of("failing", twelve_at_partner)).json();
  CHECK(list.at("complete") == false);
  CHECK(list.at("totalCount").is_null());
  CHECK(outcome_of(list, "cloud_cockpit").at("status") == "error");
  CHECK(code_of(outcome_of(list, "cloud_cockpit").at("error")) == "provider_bad_response");
  CHECK(outcome_of(list, "partner_center").at("count") == 12);
  CHECK(ask(s.gateway, users_of("failing", twelve_at_partner)).json().at("totalCount") == 14);
}

TEST_CASE("a customer that nobody knows is 404, however it is named") {
  const LookupScene& s = lookup_scene();
  for (const std::string_view name : {"nobody"sv, no_customer, "Twelve"sv, "twelve%20"sv, "aaaaaaaa-0000"sv,
                                      "aaaaaaaa-0000-4000-8000-00000000001g"sv}) {
    CAPTURE(name);
    const auto reply = ask(s.gateway, users_of("strange", name));
    CHECK(reply.status == 404);
    CHECK(code_of(reply.json()) == "customer_not_found");
  }
  const auto reply = ask(s.gateway, users_of("nobodys", "twelve"));
  CHECK(reply.status == 404);
  CHECK(code_of(reply.json()) == "tenant_not_found");
}

TEST_CASE("a user is found by the id of each source, in any writing") {
  const LookupScene& s = lookup_scene();
  for (const json::value& person : true_people(s.emulator, "twelve")) {
    for (const json::value& source : person.at("sources").as_array()) {
      const std::string provider = text_at(source, "provider");
      const std::string id = text_at(source, "id");
      for (const std::string& name :
           {provider + ':' + id, provider + "%3A" + id, provider + "%3a" + upper(id)}) {
        CAPTURE(name);
        const auto reply = ask(s.gateway, users_of("contoso", "twelve") + '/' + name);
        REQUIRE(reply.status == 200);
        auto user = reply.json().as_object();
        CHECK(user.at("complete") == true);
        CHECK(user.at("providers").as_array().size() == 2);
        user.erase("complete");
        user.erase("providers");
        CHECK(user == person.as_object());
      }
    }
  }
}

TEST_CASE("an id with an unknown provider, a malformed one and one that nobody has are 404") {
  const LookupScene& s = lookup_scene();
  const std::string known =
      text_at(true_people(s.emulator, "twelve", From::partner_center)[0].at("sources").at(0), "id");
  for (const std::string& name :
       {"entra:" + known, known, std::string("partner_center:"), "partner_center:" + std::string(no_customer),
        std::string("partner_center:me"), "cloud_cockpit:" + known, "partner_center:" + known + "0",
        "Partner_Center:" + known, "partner_center:" + known.substr(1)}) {
    CAPTURE(name);
    const auto reply = ask(s.gateway, users_of("contoso", "twelve") + '/' + name);
    CHECK(reply.status == 404);
    CHECK(code_of(reply.json()) == "user_not_found");
  }
  CHECK(ask(s.gateway, users_of("contoso", "nobody") + "/partner_center:" + known).status == 404);
}

TEST_CASE("a malformed id is refused without asking a provider, also while they are away") {
  const LookupScene& s = lookup_scene();
  s.emulator.fault(R"({"times":0,"action":{"garbage":true}})");
  for (const std::string_view name :
       {"entra:x", "partner_center:", "x", "partner_center:me", "partner_center:..",
        "partner_center:aaaaaaaa-0000-4000-8000-00000000001g"}) {
    CAPTURE(name);
    CHECK(ask(s.gateway, users_of("contoso", "twelve") + '/' + std::string(name)).status == 404);
  }
  CHECK(s.emulator.ledger("partner_center", "list").empty());
  CHECK(s.emulator.ledger("cloud_cockpit", "list").empty());
}

TEST_CASE(
    "a user whose provider answers is there while the other one is away, one of the other's is an error") {
  const LookupScene& s = lookup_scene();
  s.emulator.fault(R"({"match":{"provider":"cloud_cockpit"},"times":0,"action":{"garbage":true}})");
  bool met = false;
  for (const json::value& person : true_people(s.emulator, "twelve")) {
    const auto& sources = person.at("sources").as_array();
    if (sources.size() < 2) continue;
    met = true;
    const std::string base = users_of("contoso", "twelve") + '/';
    const auto here = ask(s.gateway, base + "partner_center:" + text_at(sources[0], "id")).json();
    CHECK(here.at("complete") == false);
    CHECK(here.at("sources").as_array().size() == 1);
    CHECK(outcome_of(here, "cloud_cockpit").at("status") == "error");
    const auto away = ask(s.gateway, base + "cloud_cockpit:" + text_at(sources[1], "id"));
    CHECK(away.status == 502);
    CHECK(code_of(away.json()) == "provider_bad_response");
    CHECK(text_at(away.json(), "provider") == "cloud_cockpit");
    break;
  }
  CHECK(met);
}

}  // namespace tests::integration
