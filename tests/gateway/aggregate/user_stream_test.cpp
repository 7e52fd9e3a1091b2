#include "gateway/aggregate/user_stream.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

namespace json = boost::json;
using adapters::ErrorKind;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeProvider;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using tests::gateway_users::Account;

FakeTenant a_tenant(std::vector<Account> paged, std::vector<Account> whole, std::size_t page_size = 2) {
  FakeProvider one = center(), two = cockpit();
  one.users = std::move(paged);
  one.page_size = page_size;
  two.users = std::move(whole);
  return FakeTenant({one, two});
}

UserStream::Order order_of(FakeTenant& world) {
  UserStream::Order order;
  order.runtime = world.runtime;
  order.tenant = world.tenant;
  order.where.places = {{0, adapters::CustomerBinding{guid(1), ""}, std::nullopt},
                        {1, adapters::CustomerBinding{guid(2), ""}, std::nullopt}};
  order.context = FakeTenant::context();
  return order;
}

std::string who(const json::value& user) {
  std::string sources;
  for (const auto& source : user.at("sources").as_array())
    sources += (sources.empty() ? "" : "+") + std::string(source.at("id").as_string());
  return sources;
}

// "p1+c1 p2", sorted: a stream has no order of its own.
std::string people_in(const std::string& lines) {
  std::set<std::string> people;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < lines.size(); ++count) {
    const std::size_t end = lines.find('\n', begin);
    REQUIRE(end != std::string::npos);
    people.insert(who(json::parse(lines.substr(begin, end - begin))));
    begin = end + 1;
  }
  CHECK(people.size() == count);
  std::string text;
  for (const auto& person : people)
    text += (text.empty() ? "" : " ") + person;
  return text;
}

boost::asio::awaitable<bool> opened(UserStream& stream) {
  co_await stream.open();
  co_return true;
}
void open(FakeTenant& world, UserStream& stream) { world.loop.run(opened(stream)); }

std::string rest_of(FakeTenant& world, UserStream& stream) {
  std::string lines;
  while (world.loop.run(stream.next(lines))) {
  }
  return lines;
}

std::string all_of(FakeTenant& world, UserStream& stream) {
  open(world, stream);
  return people_in(rest_of(world, stream));
}

}  // namespace

TEST_CASE("a stream has everybody once, merged, whatever page they pass by on") {
  FakeTenant world = a_tenant(
      {{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}, {"p3", "cy@x", "Cy"}, {"p4", std::nullopt, "No one"}},
      {{"c1", "CY@x", "Cy"}, {"c2", "eve@x", "Eve"}, {"c3", " ann@X", "Ann"}});
  UserStream stream(order_of(world));
  CHECK(all_of(world, stream) == "c2 p1+c3 p2 p3+c1 p4");
  CHECK(stream.count() == 5);
  CHECK(stream.complete());
  CHECK(stream.warnings().empty());
  const auto outcomes = stream.outcomes();
  CHECK(outcomes[0].count == 4);
  CHECK(outcomes[1].count == 3);
}

TEST_CASE("the first users are told before the second page is asked for") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}, {"p3", "cy@x", "Cy"}}, {});
  UserStream stream(order_of(world));
  open(world, stream);
  std::string lines;
  CHECK(world.loop.run(stream.next(lines)));
  CHECK(people_in(lines) == "p1 p2");
  CHECK(world.providers[0].log == std::vector<std::string>{"list"});
  lines.clear();
  CHECK(world.loop.run(stream.next(lines)));
  CHECK(people_in(lines) == "p3");
  CHECK(world.providers[0].log == std::vector<std::string>{"list", "list from 2"});
}

TEST_CASE("two users of one identity are merged with nobody where they come on one page") {
  FakeTenant world = a_tenant(
      {{"p1", "ann@x", "Ann"},
       {"p2", "bob@x", "Bob"},
       {"p3", "ANN@x", "Ann"},
       {"p4", "ann@X", "Ann"},
       {"p5", "dan@x", "Dan"},
       {"p6", "dan@x", "Dan"}},
      {{"c1", "ann@x", "Ann"}, {"c2", "bob@x", "Bob"}, {"c3", "dup@x", "D"}, {"c4", "dup@x", "D"}}, 6);
  UserStream stream(order_of(world));
  CHECK(all_of(world, stream) == "c1 c3 c4 p1 p2+c2 p3 p4 p5 p6");
  REQUIRE(stream.warnings().size() == 3);
  CHECK(stream.warnings()[0].provider == "cloud_cockpit");
  CHECK(stream.warnings()[1].ids ==
        std::vector<std::string>{"partner_center:p1", "partner_center:p3", "partner_center:p4"});
  CHECK(stream.warnings()[2].ids == std::vector<std::string>{"partner_center:p5", "partner_center:p6"});
  CHECK(stream.outcomes()[0].count == 6);
  CHECK(stream.outcomes()[1].count == 4);
}

TEST_CASE("where the second comes on a later page the first is merged already, and the warning names both") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}, {"p3", "ANN@x", "Ann"}},
                              {{"c1", "ann@x", "Ann"}});
  UserStream stream(order_of(world));
  CHECK(all_of(world, stream) == "p1+c1 p2 p3");
  REQUIRE(stream.warnings().size() == 1);
  CHECK(stream.warnings()[0].ids == std::vector<std::string>{"partner_center:p1", "partner_center:p3"});
}

TEST_CASE("somebody who stands on two pages is told once, and is not ambiguous") {
  FakeTenant world =
      a_tenant({{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}, {"p2", "bob@x", "Bob"}, {"p3", "cy@x", "Cy"}},
               {{"c1", "bob@x", "Bob"}});
  UserStream stream(order_of(world));
  CHECK(all_of(world, stream) == "p1 p2+c1 p3");
  CHECK(stream.warnings().empty());
}

TEST_CASE("a page that fails makes the stream incomplete, and those who passed stay told") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}, {"p3", "cy@x", "Cy"}},
                              {{"c1", "ann@x", "Ann"}, {"c2", "cy@x", "Cy"}});
  world.providers[0].list_errors = {std::nullopt, error_of(ErrorKind::failed)};
  UserStream stream(order_of(world));
  CHECK(all_of(world, stream) == "c2 p1+c1 p2");
  CHECK_FALSE(stream.complete());
  CHECK(stream.outcomes()[0].status == "error");
  CHECK_FALSE(stream.outcomes()[0].count.has_value());
  CHECK(stream.outcomes()[1].count == 2);
}

TEST_CASE("what fails before the first line is known before it") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann"}}, {{"c1", "eve@x", "Eve"}});
  world.providers[0].list_errors = {error_of(ErrorKind::timed_out)};
  world.providers[1].list_errors = {error_of(ErrorKind::forbidden)};
  UserStream stream(order_of(world));
  open(world, stream);
  CHECK_FALSE(stream.any_answer());
  const auto problem = stream.problem();
  CHECK(problem.code == schema::ProblemCode::provider_timeout);
  CHECK(problem.provider == "partner_center");
  CHECK(problem.providers.size() == 2);
}

TEST_CASE("a selection is of merged people, and the counts are of their accounts") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}},
                              {{"c1", "ann@x", "Ann"}, {"c2", "eve@x", "Eve"}});
  auto order = order_of(world);
  auto filter = schema::Filter::parse(
      "sources.provider eq \"cloud_cockpit\" and sources.provider eq "
      "\"partner_center\"");
  REQUIRE(filter.has_value());
  order.selection.filter = std::make_shared<const schema::Filter>(*filter);
  UserStream stream(std::move(order));
  CHECK(all_of(world, stream) == "p1+c1");
  CHECK(stream.outcomes()[0].count == 1);
  CHECK(stream.outcomes()[1].count == 1);
}

TEST_CASE("deleted users pass by behind the others, and who cannot list them is not asked") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann", schema::UserState::active}}, {{"c1", "ann@x", "Ann"}});
  world.providers[0].deleted_users = {{"p9", "gone@x", "Gone", schema::UserState::deleted}};
  auto order = order_of(world);
  order.selection.state = WantedState::any;
  UserStream any(std::move(order));
  CHECK(all_of(world, any) == "p1+c1 p9");
  order = order_of(world);
  order.selection.state = WantedState::deleted;
  UserStream deleted(std::move(order));
  CHECK(all_of(world, deleted) == "p9");
  CHECK(deleted.outcomes()[1].status == "not_asked");
}

TEST_CASE("lines can stand in something else") {
  FakeTenant world = a_tenant({{"p1", "ann@x", "Ann"}}, {});
  auto order = order_of(world);
  order.line_begin = "{\"customer\":\"twelve\",\"user\":";
  order.line_end = "}";
  UserStream stream(std::move(order));
  open(world, stream);
  const auto line = json::parse(rest_of(world, stream));
  CHECK(line.at("customer") == "twelve");
  CHECK(who(line.at("user")) == "p1");
}

}  // namespace gateway::aggregate
