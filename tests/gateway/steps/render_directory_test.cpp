#include "gateway/steps/render_directory.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace gateway::steps {

namespace {

namespace json = boost::json;
using adapters::ErrorKind;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeProvider;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using tests::gateway_fakes::listed;

FakeTenant tenant_with_directories() {
  FakeProvider one = center(), two = cockpit();
  one.directory = {listed(1, "Fabrikam", {1}, "fabrikam.example"), listed(11, "Quote\"d\n", {11})};
  two.directory = {listed(21, "", {31}), listed(22, "Twin", {31})};
  two.groups = std::vector<adapters::ListedGroup>{{"g1", "Admins"}, {"g2", ""}};
  return FakeTenant({one, two});
}

json::value customers(FakeTenant& world, std::size_t limit = 100, const std::string& next_cursor = {}) {
  const auto gathered =
      world.loop.run(aggregate::gather_customers(*world.tenant, {0, 1}, "", {}, FakeTenant::context()));
  const auto page = aggregate::page_behind(gathered.customers, std::nullopt, limit);
  const Answer answer = render_customers(*world.tenant, gathered, page.customers, next_cursor, "/next", 0);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/json");
  CHECK(std::ranges::count(answer.headers,
                           std::pair<std::string, std::string>("Cache-Control", "private, no-cache")) == 1);
  return json::parse(answer.body);
}

std::string id(int number) { return guid(number).to_string(); }

}  // namespace

TEST_CASE("customers come in the envelope of a list, null where nobody says") {
  FakeTenant world = tenant_with_directories();
  const json::value body = customers(world);
  json::array expected = json::parse(
                             R"([{"alias":"fabrikam","name":"Fabrikam","domain":"fabrikam.example",
           "sources":[{"provider":"partner_center","id":"ID1"},{"provider":"cloud_cockpit","id":"ID2"}]},
          {"alias":null,"name":"Quote\"d\n","domain":null,"sources":[{"provider":"partner_center","id":"ID11"}]},
          {"alias":null,"name":"Twin","domain":null,"sources":[{"provider":"cloud_cockpit","id":"ID22"}]},
          {"alias":null,"name":null,"domain":null,"sources":[{"provider":"cloud_cockpit","id":"ID21"}]}])")
                             .as_array();
  for (json::value& customer : expected) {
    for (json::value& source : customer.as_object().at("sources").as_array()) {
      json::value& number = source.as_object().at("id");
      number = id(std::stoi(std::string(number.as_string()).substr(2)));
    }
  }
  CHECK(body.at("items").as_array() == expected);
  CHECK(body.at("nextCursor").is_null());
  CHECK(body.at("totalCount") == 4);
  CHECK(body.at("complete") == true);
  CHECK(body.at("providers") == json::parse(R"([{"name":"partner_center","status":"ok","count":2},
                                                {"name":"cloud_cockpit","status":"ok","count":2}])"));
  const json::array& warnings = body.at("warnings").as_array();
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].at("code") == "ambiguous_customer");
  CHECK(warnings[0].at("provider") == "cloud_cockpit");
  CHECK(warnings[0].at("ids") == json::array{"cloud_cockpit:" + id(21), "cloud_cockpit:" + id(22)});
}

TEST_CASE("a page of customers counts the whole, and says how to go on") {
  FakeTenant world = tenant_with_directories();
  const json::value body = customers(world, 2, "a cursor");
  CHECK(body.at("items").as_array().size() == 2);
  CHECK(body.at("totalCount") == 4);
  CHECK(body.at("nextCursor") == "a cursor");
}

TEST_CASE("customers that lack a provider have no total, and name it") {
  FakeTenant world = tenant_with_directories();
  world.providers[1].directory_errors.push_back(error_of(ErrorKind::timed_out));
  const json::value body = customers(world);
  CHECK(body.at("items").as_array().size() == 2);
  CHECK(body.at("totalCount").is_null());
  CHECK(body.at("complete") == false);
  const json::value& failed = body.at("providers").as_array()[1];
  CHECK(failed.at("status") == "error");
  CHECK(failed.at("count").is_null());
  CHECK(failed.at("error").at("code") == "provider_timeout");
}

TEST_CASE("groups come by provider, with what became of each") {
  FakeTenant world = tenant_with_directories();
  const auto gathered =
      world.loop.run(aggregate::gather_groups(*world.tenant, {0, 1}, FakeTenant::context()));
  CHECK(json::parse(render_groups(*world.tenant, gathered).body) ==
        json::parse(R"({"items":[{"provider":"cloud_cockpit","id":"g1","name":"Admins"},
                                 {"provider":"cloud_cockpit","id":"g2","name":null}],
                        "complete":true,
                        "providers":[{"name":"partner_center","status":"not_asked","count":null},
                                     {"name":"cloud_cockpit","status":"ok","count":2}]})"));
}

}  // namespace gateway::steps
