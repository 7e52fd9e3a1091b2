// The stream across customers: one after the other, each with its end, and one customer's failure hides no
// other.
#include "tests/integration/list_scene.hpp"
#include "tests/integration/ndjson.hpp"
#include "tests/integration/true_people.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;

struct CustomersStreamScene : ContosoScene {
  CustomersStreamScene() : ContosoScene(no_repeats) {}
  Streamed stream(const std::string& query = {}) const {
    return stream_all(gateway.port(), "/v1/tenants/contoso/users" + (query.empty() ? query : "?" + query));
  }
};

CustomersStreamScene& customers_stream_scene() {
  static CustomersStreamScene one;
  one.emulator.reset();
  return one;
}

struct Part {
  std::string customer;
  std::size_t users = 0;
  json::value end;
};

// Each customer's users stand together, in front of its end.
std::vector<Part> parts_of(const Streamed& streamed) {
  std::vector<Part> parts(1);
  for (const auto& line : streamed.lines) {
    Part& part = parts.back();
    const std::string customer = text_at(line, "customer");
    CHECK((part.customer.empty() || part.customer == customer));
    part.customer = customer;
    if (line.as_object().contains("user")) {
      ++part.users;
    } else {
      part.end = line;
      CHECK(line.at("count") == part.users);
      parts.emplace_back();
    }
  }
  CHECK(parts.back().customer.empty());
  parts.pop_back();
  return parts;
}

}  // namespace

TEST_CASE(
    "all customers' users come, customer by customer, those of the YAML and those that only a provider has") {
  const CustomersStreamScene& s = customers_stream_scene();
  const auto streamed = s.stream("fields=displayName");
  const auto parts = parts_of(streamed);
  std::map<std::string, std::size_t> users;
  std::string before;
  for (const Part& part : parts) {
    CHECK(before < part.customer);
    before = part.customer;
    users[part.customer] = part.users;
    CHECK(part.end.at("complete") == true);
  }
  CHECK(users.at("twelve") == 14);
  CHECK(users.at("crowd") == 455);
  CHECK(users.at("city") == 6500);
  std::size_t all = 0;
  for (const auto& [customer, count] : users)
    all += count;
  CHECK(streamed.summary.at("count") == all);
  CHECK(streamed.summary.at("customers") == parts.size());
  CHECK(streamed.summary.at("complete") == true);
  CHECK(all == 14 + 455 + 6500 + 40 + 30);
}

TEST_CASE("one customer's failure is told at its end, and hides no other") {
  const CustomersStreamScene& s = customers_stream_scene();
  s.emulator.fault(
      R"({"match":{"provider":"partner_center","operation":"list",)"
      R"("customer":"aaaaaaaa-0000-4000-8000-000000000350"},"times":0,"action":{"status":500}})");
  s.emulator.fault(
      R"({"match":{"provider":"cloud_cockpit","operation":"list",)"
      R"("customer":"cccccccc-0000-4000-8000-000000000350"},"times":0,"action":{"status":403}})");
  const auto streamed = s.stream("customer=twelve,crowd,city&fields=id");
  const auto parts = parts_of(streamed);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].users == 6500);
  CHECK(parts[1].customer == "crowd");
  CHECK(parts[1].users == 0);
  CHECK(parts[1].end.at("complete") == false);
  CHECK(code_of(outcome_of(parts[1].end, "partner_center").at("error")) == "provider_error");
  CHECK(code_of(outcome_of(parts[1].end, "cloud_cockpit").at("error")) == "provider_forbidden");
  CHECK(parts[2].users == 14);
  CHECK(parts[2].end.at("complete") == true);
  CHECK(streamed.summary.at("complete") == false);
}

TEST_CASE("after= goes on behind the customer that ended last") {
  const CustomersStreamScene& s = customers_stream_scene();
  const auto all = parts_of(s.stream("fields=id"));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto rest = parts_of(s.stream("fields=id&after=" + all[i].customer));
    REQUIRE(rest.size() == all.size() - i - 1);
    for (std::size_t k = 0; k < rest.size(); ++k)
      CHECK(rest[k].customer == all[i + 1 + k].customer);
  }
}

TEST_CASE("customers are named by alias or id, and one that nobody knows is 404 before the first line") {
  const CustomersStreamScene& s = customers_stream_scene();
  const auto parts = parts_of(s.stream("customer=AAAAAAAA-0000-4000-8000-000000000040,twelve&fields=id"));
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].customer == "onlypc");  // what the YAML calls it
  CHECK(parts[0].users == 40);
  const support::Headers ndjson = {{"Accept", "application/x-ndjson"}};
  const auto unknown = s.gateway.get("/v1/tenants/contoso/users?customer=twelve,nobody", ndjson);
  CHECK(unknown.status == 404);
  CHECK(code_of(unknown.json()) == "customer_not_found");
  for (const std::string query : {"limit=5", "sort=id", "cursor=a", "require=all",
                                  "customer=", "customer=a,a", "after=", "anything=1"}) {
    CAPTURE(query);
    const auto refused = s.gateway.get("/v1/tenants/contoso/users?" + query, ndjson);
    CHECK(refused.status == 400);
    CHECK(text_at(refused.json().at("errors").at(0), "parameter") == query.substr(0, query.find('=')));
  }
  const auto json_only = s.gateway.get("/v1/tenants/contoso/users", {{"Accept", "application/json"}});
  CHECK(json_only.status == 406);
}

TEST_CASE("where no provider lists its customers there is a problem, where one does not the stream says so") {
  const CustomersStreamScene& s = customers_stream_scene();
  s.emulator.fault(
      R"({"match":{"provider":"cloud_cockpit","operation":"customers"},"times":0,"action":{"status":500}})");
  const auto streamed = s.stream("fields=id");
  CHECK(streamed.summary.at("complete") == false);
  CHECK(outcome_of(streamed.summary, "cloud_cockpit").at("status") == "error");
  CHECK(parts_of(streamed).size() >= 4);
  s.emulator.fault(
      R"({"match":{"provider":"partner_center","operation":"customers"},"times":0,"action":{"status":500}})");
  const auto none = s.gateway.get("/v1/tenants/contoso/users", {{"Accept", "application/x-ndjson"}});
  CHECK(none.status == 502);
  CHECK(code_of(none.json()) == "provider_error");
}

TEST_CASE("a provider that throttles is waited for, and nobody is left out") {
  const CustomersStreamScene& s = customers_stream_scene();
  s.emulator.fault(R"({"match":{"provider":"partner_center","operation":"list"},"skip":2,"times":2,)"
                   R"("action":{"status":429,"headers":{"Retry-After":"1"}}})");
  support::GatewayProcess patient(file_of("", {emulated_tenant(s.emulator, "contoso")}));
  const auto streamed = stream_all(patient.port(), "/v1/tenants/contoso/users?fields=id");
  CHECK(streamed.summary.at("complete") == true);
  CHECK(streamed.summary.at("count") == 14 + 455 + 6500 + 40 + 30);
}

}  // namespace tests::integration
