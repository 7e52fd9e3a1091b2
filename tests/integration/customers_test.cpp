// The customers of a tenant over both providers, and the groups that a draft may name.
#include "tests/integration/callers.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::HttpReply;
using Names = std::vector<std::string>;

const std::string customers_reader_key = "key-of-the-customers-reader-0123456789abcdef0123456789";
const std::string users_reader_key = "key-of-the-users-reader-0123456789abcdef0123456789abcd";

// A tenant whose YAML has these lines of customers only.
std::string with_customers(const std::string& tenant, std::string_view customers) {
  return tenant.substr(0, tenant.find("    customers:\n")).append(customers);
}

struct CustomersScene {
  support::EmulatorProcess emulator;
  support::GatewayProcess gateway{
      file_of("", {emulated_tenant(emulator, "contoso"),
                   // One in both, one that the YAML binds in part, and one that nobody lists.
                   with_customers(emulated_tenant(emulator, "some"),
                                  "    customers:\n"
                                  "      dozen: {partner_center: aaaaaaaa-0000-4000-8000-000000000012,"
                                  " cloud_cockpit: cccccccc-0000-4000-8000-000000000012}\n"
                                  "      mob: {partner_center: aaaaaaaa-0000-4000-8000-000000000350}\n"
                                  "      ghost: {cloud_cockpit: 0f0f0f0f-0000-4000-8000-000000000000}\n"),
                   with_customers(emulated_tenant(emulator, "none"), "")})};
};

CustomersScene& customers_scene() {
  static CustomersScene one;
  one.emulator.reset();
  return one;
}

std::string customers_of(std::string_view tenant, std::string_view query = {}) {
  std::string target = "/v1/tenants/" + std::string(tenant) + "/customers";
  if (!query.empty()) target.append("?").append(query);
  return target;
}

std::string groups_of(std::string_view tenant, std::string_view query = {}) {
  return with(customers_of(tenant, query), "/customers", "/groups");
}

// "alias name partner_center's-last-digits cloud_cockpit's-last-digits", a dash for what is null or not
// there.
Names shown(const json::value& list) {
  Names lines;
  for (const json::value& customer : list.at("items").as_array()) {
    std::string line = text_at(customer, "alias") + '/' + text_at(customer, "name");
    for (const json::value& source : customer.at("sources").as_array()) {
      line += text_at(source, "provider") == "partner_center" ? " p" : " c";
      line += text_at(source, "id").substr(32);
    }
    lines.push_back(line);
  }
  return lines;
}

void fail_at(const CustomersScene& s, std::string_view provider, std::string_view operation) {
  s.emulator.fault(R"({"match":{"provider":")" + std::string(provider) + R"(","operation":")" +
                   std::string(operation) + R"("},"times":0,"action":{"garbage":true}})");
}

}  // namespace

TEST_CASE("the customers of the YAML stand beside those that only a provider knows") {
  const CustomersScene& s = customers_scene();
  const auto list = ask(s.gateway, customers_of("some")).json();
  CHECK(shown(list) == Names{"/City Ltd. p5000 c5000", "/Crowd Ltd. c0350", "mob/Crowd Ltd. p0350",
                             "/Empty Ltd. p0000 c0000", "/Onlycc Ltd. c0030", "/Onlypc Ltd. p0040",
                             "dozen/Twelve Ltd. p0012 c0012", "ghost/ c0000"});
  CHECK(list.at("totalCount") == 8);
  CHECK(list.at("nextCursor").is_null());
  CHECK(list.at("complete") == true);
  CHECK(list.at("warnings").as_array().empty());
  CHECK(outcome_of(list, "partner_center").at("count") == 5);
  CHECK(outcome_of(list, "cloud_cockpit").at("count") == 5);
}

TEST_CASE("without a YAML customer both providers' lists are matched by the Microsoft tenant id") {
  const CustomersScene& s = customers_scene();
  const auto list = ask(s.gateway, customers_of("none")).json();
  CHECK(shown(list) == Names{"/City Ltd. p5000 c5000", "/Crowd Ltd. p0350 c0350", "/Empty Ltd. p0000 c0000",
                             "/Onlycc Ltd. c0030", "/Onlypc Ltd. p0040", "/Twelve Ltd. p0012 c0012"});
  const auto& twelve = list.at("items").as_array().back();
  CHECK(text_at(twelve, "domain") == "twelve.onmicrosoft.com");
  CHECK(twelve.at("alias").is_null());
}

TEST_CASE("a customer that CloudCockpit has deleted is not among them") {
  const CustomersScene& s = customers_scene();
  const auto list = ask(s.gateway, customers_of("none", "provider=cloud_cockpit")).json();
  for (const std::string& line : shown(list))
    CHECK(line.find("cdead") == line.npos);
  CHECK(list.at("totalCount") == 5);
  CHECK(list.at("providers").as_array().size() == 1);
  CHECK(s.emulator.ledger("partner_center", "customers").empty());
}

TEST_CASE("each customer of the list is one whose users can be asked for") {
  const CustomersScene& s = customers_scene();
  const auto list = ask(s.gateway, customers_of("contoso")).json();
  REQUIRE(list.at("items").as_array().size() == 6);
  for (const json::value& customer : list.at("items").as_array()) {
    const auto users = ask(s.gateway, users_of("contoso", text_at(customer, "alias"), "limit=1"));
    CHECK(users.status == 200);
    CHECK(users.json().at("providers").as_array().size() == customer.at("sources").as_array().size());
  }
}

TEST_CASE("a list of customers is cut at its limit and counts the whole") {
  const CustomersScene& s = customers_scene();
  const auto list = ask(s.gateway, customers_of("none", "limit=2")).json();
  CHECK(shown(list) == Names{"/City Ltd. p5000 c5000", "/Crowd Ltd. p0350 c0350"});
  CHECK(list.at("totalCount") == 6);
}

TEST_CASE("a search looks at alias, name and domain, and providers count what matches") {
  const CustomersScene& s = customers_scene();
  const auto by_alias = ask(s.gateway, customers_of("some", "search=DOZ")).json();
  CHECK(shown(by_alias) == Names{"dozen/Twelve Ltd. p0012 c0012"});
  CHECK(outcome_of(by_alias, "partner_center").at("count") == 1);
  const auto by_name = ask(s.gateway, customers_of("some", "search=only")).json();
  CHECK(shown(by_name) == Names{"/Onlycc Ltd. c0030", "/Onlypc Ltd. p0040"});
  CHECK(by_name.at("totalCount") == 2);
  CHECK(shown(ask(s.gateway, customers_of("some", "search=twelve.onmicrosoft")).json()).size() == 1);
  CHECK(shown(ask(s.gateway, customers_of("some", "search=nobody")).json()).empty());
}

TEST_CASE("a provider that is down is named; the other's customers and the YAML's are there") {
  const CustomersScene& s = customers_scene();
  fail_at(s, "partner_center", "customers");
  const auto list = ask(s.gateway, customers_of("some")).json();
  CHECK(shown(list) == Names{"/City Ltd. c5000", "/Crowd Ltd. c0350", "/Empty Ltd. c0000",
                             "/Onlycc Ltd. c0030", "dozen/Twelve Ltd. p0012 c0012", "ghost/ c0000",
                             "mob/ p0350"});
  CHECK(list.at("complete") == false);
  CHECK(list.at("totalCount").is_null());
  CHECK(outcome_of(list, "partner_center").at("status") == "error");
  CHECK(code_of(outcome_of(list, "partner_center").at("error")) == "provider_bad_response");
  CHECK(outcome_of(list, "cloud_cockpit").at("count") == 5);

  const auto strict = ask(s.gateway, customers_of("some", "require=all"));
  CHECK(strict.status == 502);
  CHECK(text_at(strict.json(), "provider") == "partner_center");
  CHECK(strict.json().at("providers").as_array().size() == 2);
}

TEST_CASE("when both are down the list of customers is a problem, whatever the YAML says") {
  const CustomersScene& s = customers_scene();
  fail_at(s, "partner_center", "customers");
  fail_at(s, "cloud_cockpit", "customers");
  const auto reply = ask(s.gateway, customers_of("contoso"));
  CHECK(reply.status == 502);
  CHECK(code_of(reply.json()) == "provider_bad_response");
  CHECK(text_at(reply.json(), "provider") == "partner_center");
}

TEST_CASE("groups are those of the providers that have some, with the ids that a draft names") {
  const CustomersScene& s = customers_scene();
  const auto list = ask(s.gateway, groups_of("contoso")).json();
  const auto expected = s.emulator.get("/population").at("groups").as_array();
  const auto& groups = list.at("items").as_array();
  REQUIRE(groups.size() == expected.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    CHECK(text_at(groups[i], "provider") == "cloud_cockpit");
    CHECK(text_at(groups[i], "id") == text_at(expected[i], "id"));
    CHECK(text_at(groups[i], "name") == text_at(expected[i], "name"));
  }
  CHECK(list.at("complete") == true);
  CHECK(outcome_of(list, "partner_center").at("status") == "not_asked");
  CHECK(outcome_of(list, "cloud_cockpit").at("count") == expected.size());
  const auto narrowed = ask(s.gateway, groups_of("contoso", "provider=partner_center")).json();
  CHECK(narrowed.at("items").as_array().empty());
  CHECK(narrowed.at("complete") == true);
}

TEST_CASE("groups that cannot be read are the provider's problem") {
  const CustomersScene& s = customers_scene();
  fail_at(s, "cloud_cockpit", "groups");
  const auto reply = ask(s.gateway, groups_of("contoso"));
  CHECK(reply.status == 502);
  CHECK(code_of(reply.json()) == "provider_bad_response");
  CHECK(text_at(reply.json(), "provider") == "cloud_cockpit");
}

TEST_CASE("a parameter that customers and groups do not have, or a provider that is none, is 400") {
  const CustomersScene& s = customers_scene();
  for (const std::string& target :
       {customers_of("contoso", "sort=name"), customers_of("contoso", "limit=0"),
        customers_of("contoso", "provider=entra"), customers_of("contoso", "require=some"),
        groups_of("contoso", "limit=1"), groups_of("contoso", "provider=entra")}) {
    CAPTURE(target);
    const auto reply = ask(s.gateway, target);
    CHECK(reply.status == 400);
    CHECK(code_of(reply.json()) == "invalid_parameter");
    const auto query = target.substr(target.find('?') + 1);
    CHECK(text_at(reply.json().at("errors").at(0), "parameter") == query.substr(0, query.find('=')));
  }
  CHECK(s.emulator.ledger("partner_center", "customers").empty());
}

TEST_CASE("customers and groups are for those clients who may read them, of their own tenants") {
  const CustomersScene& s = customers_scene();
  const std::string clients =
      "clients:\n  keeper: {api_key_sha256: [" + hash_of_key(customers_reader_key) +
      "], tenants: [contoso], allow: [customers.read]}\n  viewer: {api_key_sha256: [" +
      hash_of_key(users_reader_key) + "], tenants: [contoso], allow: [users.read]}\n";
  const support::GatewayProcess guarded(
      file_of(clients, {emulated_tenant(s.emulator, "contoso"), emulated_tenant(s.emulator, "foreign")}));
  struct Row {
    std::string target;
    std::string key;
    unsigned status;
    std::string code;
  };
  for (const Row& row : {Row{customers_of("contoso"), customers_reader_key, 200, ""},
                         Row{groups_of("contoso"), customers_reader_key, 403, "forbidden"},
                         Row{customers_of("contoso"), users_reader_key, 403, "forbidden"},
                         Row{groups_of("contoso"), users_reader_key, 200, ""},
                         Row{customers_of("foreign"), customers_reader_key, 404, "tenant_not_found"},
                         Row{groups_of("foreign"), users_reader_key, 404, "tenant_not_found"},
                         Row{customers_of("nobodys"), customers_reader_key, 404, "tenant_not_found"},
                         Row{customers_of("foreign"), users_reader_key, 404, "tenant_not_found"},
                         Row{customers_of("contoso"), "wrong", 401, "unauthenticated"}}) {
    CAPTURE(row.target);
    CAPTURE(row.key);
    const auto reply = ask(guarded, row.target, {{"Authorization", "Bearer " + row.key}});
    CHECK(reply.status == row.status);
    if (row.status != 200) CHECK(code_of(reply.json()) == row.code);
  }
}

}  // namespace tests::integration
