#include "gateway/provider_home.hpp"

#include "gateway/aggregate/fan_out.hpp"
#include "tests/gateway/fake_provider.hpp"

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway {

namespace {

namespace asio = boost::asio;
using adapters::ErrorKind;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;
using tests::gateway_fakes::listed;
using tests::gateway_loop::Gate;
using Asked = std::vector<std::string>;

// Begins each, lets the provider answer once all wait, and gives the answers.
template <class T>
std::vector<adapters::Result<T>> together(FakeTenant& world, std::vector<adapters::Async<T>> works) {
  Gate gate(world.loop.executor());
  world.providers[0].directory_gate = &gate;
  std::vector<adapters::Result<T>> answers;
  const std::size_t wanted = works.size();
  for (auto& work : works) {
    asio::co_spawn(world.loop.context(), std::move(work),
                   [&answers](std::exception_ptr, adapters::Result<T> answer) { answers.push_back(answer); });
  }
  world.loop.context().restart();
  world.loop.context().poll();
  CHECK(answers.empty());
  gate.open();
  world.loop.run_until([&] { return answers.size() == wanted; });
  world.providers[0].directory_gate = nullptr;
  return answers;
}

ProviderHome& home_of(FakeTenant& world) { return *world.tenant->providers[0]; }

}  // namespace

TEST_CASE("equal readings of a provider's directory that are under way are one") {
  FakeTenant world({cockpit()});
  world.providers[0].directory = {listed(1, "Fabrikam")};
  world.providers[0].groups = std::vector<adapters::ListedGroup>{{"g1", "Viewers"}};
  ProviderHome& home = home_of(world);

  std::vector<adapters::Async<aggregate::CustomersPtr>> customers;
  std::vector<adapters::Async<aggregate::GroupsPtr>> groups;
  for (int i = 0; i < 3; ++i) {
    customers.push_back(home.customers(FakeTenant::context()));
    groups.push_back(home.groups(FakeTenant::context()));
  }
  const auto lists = together(world, std::move(customers));
  for (const auto& list : lists) {
    REQUIRE(list.has_value());
    CHECK(*list == *lists[0]);
  }
  const auto second = together(world, std::move(groups));
  CHECK(*second[2] == *second[0]);
  CHECK(world.asked() == Asked{"cloud_cockpit: customers", "cloud_cockpit: groups"});
  // Nothing is kept: who comes later has the provider asked again.
  CHECK(world.loop.run(home.customers(FakeTenant::context())).has_value());
  CHECK(world.asked().size() == 3);
}

TEST_CASE("equal searches for a customer that are under way are one, and its answer is kept") {
  FakeTenant world({cockpit()});
  world.providers[0].customers.emplace(guid(7), std::optional(adapters::CustomerBinding{guid(8), ""}));
  ProviderHome& home = home_of(world);
  std::vector<adapters::Async<std::optional<adapters::CustomerBinding>>> searches;
  for (const int id : {7, 7, 5, 7})
    searches.push_back(home.find_customer(FakeTenant::context(), guid(id)));
  std::size_t found = 0;
  for (const auto& answer : together(world, std::move(searches))) {
    REQUIRE(answer.has_value());
    if (*answer) found += (*answer)->id == guid(8) ? 1 : 0;
  }
  CHECK(found == 3);
  CHECK(world.asked() == Asked{"cloud_cockpit: find", "cloud_cockpit: find"});
  CHECK(world.loop.run(home.find_customer(FakeTenant::context(), guid(7)))->has_value());
  CHECK_FALSE(world.loop.run(home.find_customer(FakeTenant::context(), guid(5)))->has_value());
  CHECK(world.asked().size() == 2);
}

TEST_CASE("a failed search is everybody's who waited for it, and is not kept") {
  FakeTenant world({cockpit()});
  world.providers[0].customers.emplace(guid(7), error_of(ErrorKind::failed));
  ProviderHome& home = home_of(world);
  std::vector<adapters::Async<std::optional<adapters::CustomerBinding>>> searches;
  for (int i = 0; i < 2; ++i)
    searches.push_back(home.find_customer(FakeTenant::context(), guid(7)));
  for (const auto& answer : together(world, std::move(searches)))
    CHECK(answer.has_error());
  CHECK(world.asked().size() == 1);
  CHECK(world.loop.run(home.find_customer(FakeTenant::context(), guid(7))).has_error());
  CHECK(world.asked().size() == 2);
}

TEST_CASE("a failing directory shows in the provider's health, and a good one mends it") {
  FakeTenant world({cockpit()});
  world.providers[0].directory.emplace();
  ProviderHome& home = home_of(world);
  world.providers[0].directory_errors = {error_of(ErrorKind::credentials), error_of(ErrorKind::forbidden)};
  world.loop.run(home.customers(FakeTenant::context()));
  CHECK(home.health() == ProviderHome::Health::credentials);
  world.loop.run(home.groups(FakeTenant::context()));
  CHECK(home.health() == ProviderHome::Health::credentials);
  world.loop.run(home.customers(FakeTenant::context()));
  CHECK(home.health() == ProviderHome::Health::ok);
}

}  // namespace gateway
