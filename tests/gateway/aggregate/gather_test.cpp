#include "gateway/aggregate/gather.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

using adapters::ErrorKind;
using schema::ProblemCode;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeProvider;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;

FakeTenant tenant_with_users() {
  FakeProvider one = center(), two = cockpit();
  one.users = {{"p1", "ann@x", "Ann"}, {"p2", "bob@x", "Bob"}};
  two.users = {{"c1", "ANN@x", "Ann"}, {"c2", "eve@x", "Eve"}, {"c3", "ian@x", "Ian"}};
  return FakeTenant({one, two});
}

steps::Whereabouts everywhere() {
  steps::Whereabouts where;
  where.places = {{0, adapters::CustomerBinding{guid(1), ""}, std::nullopt},
                  {1, adapters::CustomerBinding{guid(2), ""}, std::nullopt}};
  return where;
}

Gathered run(FakeTenant& world, steps::Whereabouts where, WantedState wanted = WantedState::active) {
  return world.loop.run(
      gather(*world.tenant, std::move(where), wanted, Freshness::shared, FakeTenant::context()));
}

}  // namespace

TEST_CASE("asks all, merges, and counts each provider's users before merging") {
  FakeTenant world = tenant_with_users();
  const Gathered gathered = run(world, everywhere());
  CHECK(gathered.complete);
  CHECK(gathered.any_answer);
  CHECK(merge(gathered.parts).size() == 4);
  REQUIRE(gathered.outcomes.size() == 2);
  CHECK(gathered.outcomes[0].name == "partner_center");
  CHECK(gathered.outcomes[0].status == "ok");
  CHECK(gathered.outcomes[0].count == 2);
  CHECK(gathered.outcomes[1].count == 3);
}

TEST_CASE("one that fails is named, counts nothing and gives nobody; the others' users are there") {
  FakeTenant world = tenant_with_users();
  world.providers[0].list_errors.emplace_back(error_of(ErrorKind::timed_out));
  const Gathered gathered = run(world, everywhere());
  CHECK_FALSE(gathered.complete);
  CHECK(gathered.any_answer);
  CHECK(merge(gathered.parts).size() == 3);
  CHECK(gathered.outcomes[0].status == "error");
  CHECK_FALSE(gathered.outcomes[0].count.has_value());
  REQUIRE(gathered.outcomes[0].error.size() == 1);
  CHECK(gathered.outcomes[0].error[0].code == ProblemCode::provider_timeout);
  CHECK(gathered.outcomes[1].status == "ok");
  REQUIRE(gathered.first_problem.has_value());
  CHECK(gathered.problem().providers.size() == 2);
}

TEST_CASE("when all fail the problem is the first's by precedence, and carries all") {
  FakeTenant world = tenant_with_users();
  world.providers[0].list_errors.emplace_back(error_of(ErrorKind::forbidden));
  world.providers[1].list_errors.emplace_back(error_of(ErrorKind::timed_out));
  const Gathered gathered = run(world, everywhere());
  CHECK_FALSE(gathered.any_answer);
  const schema::Problem problem = gathered.problem();
  CHECK(problem.code == ProblemCode::provider_forbidden);
  CHECK(problem.provider == "partner_center");
  REQUIRE(problem.providers.size() == 2);
  CHECK(problem.providers[1].error[0].code == ProblemCode::provider_timeout);
}

TEST_CASE("a provider where the customer was looked up and is not is no failure") {
  FakeTenant world = tenant_with_users();
  steps::Whereabouts where = everywhere();
  where.places[0].binding.reset();
  const Gathered gathered = run(world, where);
  CHECK(gathered.complete);
  CHECK(gathered.outcomes[0].status == "not_bound");
  CHECK_FALSE(gathered.outcomes[0].count.has_value());
  CHECK(merge(gathered.parts).size() == 3);
  CHECK(world.providers[0].log.empty());
}

TEST_CASE("a look-up that failed is that provider's error") {
  FakeTenant world = tenant_with_users();
  steps::Whereabouts where = everywhere();
  where.places[1].binding.reset();
  where.places[1].error = error_of(ErrorKind::failed);
  const Gathered gathered = run(world, where);
  CHECK_FALSE(gathered.complete);
  CHECK(gathered.outcomes[1].status == "error");
  CHECK(merge(gathered.parts).size() == 2);
  CHECK(world.providers[1].log.empty());
}

TEST_CASE("deleted users are asked for where a provider can list them, and others are not asked") {
  FakeTenant world = tenant_with_users();
  world.providers[0].deleted_users = {{"p9", "gone@x", "Gone", schema::UserState::deleted},
                                      {"p1", "ann@x", "Ann", schema::UserState::active}};
  const Gathered deleted = run(world, everywhere(), WantedState::deleted);
  CHECK(deleted.complete);
  CHECK(deleted.outcomes[0].count == 1);  // a provider that ignores the filter adds nobody
  CHECK(deleted.outcomes[1].status == "not_asked");
  CHECK(world.asked() == std::vector<std::string>{"partner_center: list deleted"});
  const Gathered any = run(world, everywhere(), WantedState::any);
  CHECK(any.outcomes[0].count == 3);  // p1 stands in both lists, and is one user
  CHECK(any.outcomes[1].count == 3);
  CHECK(run(world, everywhere()).outcomes[0].count == 2);
}

TEST_CASE("a deleted user in the list of the others is not active") {
  FakeTenant world = tenant_with_users();
  world.providers[1].users.push_back({"c4", "old@x", "Old", schema::UserState::deleted});
  CHECK(run(world, everywhere()).outcomes[1].count == 3);
  CHECK(run(world, everywhere(), WantedState::any).outcomes[1].count == 4);
}

TEST_CASE("a walk goes on with the providers that answered its first page, all of them or none") {
  FakeTenant world = tenant_with_users();
  world.providers[1].list_errors.emplace_back(error_of(ErrorKind::timed_out));
  const Gathered first = run(world, everywhere());
  REQUIRE(first.pins.size() == 2);
  CHECK(first.pins[0].status == Pin::Status::ok);
  CHECK(first.pins[1].error == ProblemCode::provider_timeout);
  for (auto& provider : world.providers)
    provider.log.clear();

  const auto again = [&world, &first] {
    return world.loop.run(
        gather_again(*world.tenant, everywhere(), WantedState::active, first.pins, FakeTenant::context()));
  };
  const Gathered second = again();
  CHECK(world.asked() == std::vector<std::string>{"partner_center: list"});
  CHECK(second.any_answer);
  CHECK_FALSE(second.complete);
  CHECK(second.parts.size() == 1);
  CHECK(second.outcomes[1].status == "error");
  CHECK(second.outcomes[1].error.front().code == ProblemCode::provider_timeout);

  world.providers[0].list_errors.emplace_back(error_of(ErrorKind::forbidden));
  const Gathered third = again();
  CHECK_FALSE(third.any_answer);
  CHECK(third.problem().code == ProblemCode::provider_forbidden);
}

TEST_CASE("an empty list is a list") {
  FakeTenant world({cockpit()});
  steps::Whereabouts where;
  where.places = {{0, adapters::CustomerBinding{guid(1), ""}, std::nullopt}};
  const Gathered gathered = run(world, where);
  CHECK(gathered.any_answer);
  CHECK(gathered.complete);
  CHECK(gathered.outcomes[0].count == 0);
}

TEST_CASE("what a provider says is masked where it holds a secret") {
  FakeTenant world({cockpit()});
  world.tenant->secrets.push_back("hunter2");
  auto error = error_of(ErrorKind::failed);
  error.message = "bad secret hunter2";
  world.providers[0].list_errors.emplace_back(error);
  steps::Whereabouts where;
  where.places = {{0, adapters::CustomerBinding{guid(1), ""}, std::nullopt}};
  CHECK(run(world, where).problem().provider_message == "bad secret ***");
}

}  // namespace gateway::aggregate
