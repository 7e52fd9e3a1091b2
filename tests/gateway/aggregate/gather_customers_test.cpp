#include "gateway/aggregate/gather_customers.hpp"

#include "gateway/aggregate/gather_groups.hpp"
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
using tests::gateway_fakes::listed;
using Names = std::vector<std::string>;
using Groups = std::vector<adapters::ListedGroup>;

// Both know fabrikam (1, 2); beside it one customer that both know, and one of each.
FakeTenant tenant_with_directories() {
  FakeProvider one = center(), two = cockpit();
  one.directory = {listed(1, "Fabrikam", {1}), listed(11, "Adatum", {11}), listed(12, "Bitwise", {12})};
  two.directory = {listed(2, "Fabrikam"), listed(21, "Adatum", {11}), listed(22, "Cohort")};
  one.groups = Groups();
  two.groups = Groups{{"g3", "viewers"}, {"g1", "Viewers"}, {"g2", "Admins"}, {"g0", ""}};
  return FakeTenant({one, two});
}

GatheredCustomers customers(FakeTenant& world, std::string search = {},
                            std::vector<std::size_t> asked = {0, 1}) {
  return world.loop.run(gather_customers(*world.tenant, asked, search, {}, FakeTenant::context()));
}

GatheredGroups groups(FakeTenant& world, std::vector<std::size_t> asked = {0, 1}) {
  return world.loop.run(gather_groups(*world.tenant, asked, FakeTenant::context()));
}

Names names_of(const GatheredCustomers& gathered) {
  Names names;
  for (const Customer& customer : gathered.customers)
    names.push_back(customer.name.empty() ? customer.alias : customer.name);
  return names;
}

}  // namespace

TEST_CASE("asks every provider for its customers and counts those of each before merging") {
  FakeTenant world = tenant_with_directories();
  const auto gathered = customers(world);
  CHECK(names_of(gathered) == Names{"Adatum", "Bitwise", "Cohort", "Fabrikam"});
  CHECK(gathered.outcomes.complete);
  REQUIRE(gathered.outcomes.providers.size() == 2);
  CHECK(gathered.outcomes.providers[0].name == "partner_center");
  CHECK(gathered.outcomes.providers[0].status == "ok");
  CHECK(gathered.outcomes.providers[0].count == 3);
  CHECK(gathered.outcomes.providers[1].count == 3);
}

TEST_CASE("with a search a provider's count is of those that match") {
  FakeTenant world = tenant_with_directories();
  const auto gathered = customers(world, "ada");
  CHECK(names_of(gathered) == Names{"Adatum"});
  CHECK(gathered.outcomes.providers[0].count == 1);
  CHECK(gathered.outcomes.providers[1].count == 1);
  CHECK(customers(world, "cohort").outcomes.providers[0].count == 0);
}

TEST_CASE("what only the YAML says of a provider is not in that provider's count") {
  FakeTenant world = tenant_with_directories();
  world.providers[0].directory->erase(world.providers[0].directory->begin());
  const auto gathered = customers(world, "fabrikam");
  REQUIRE(gathered.customers.size() == 1);
  CHECK(gathered.customers[0].sources.size() == 2);
  CHECK(gathered.outcomes.providers[0].count == 0);
  CHECK(gathered.outcomes.providers[1].count == 1);
}

TEST_CASE("a provider that fails gives none of its customers, but the YAML's stand there") {
  FakeTenant world = tenant_with_directories();
  world.providers[0].directory_errors.push_back(error_of(ErrorKind::timed_out));
  const auto gathered = customers(world);
  CHECK(names_of(gathered) == Names{"Adatum", "Cohort", "Fabrikam"});
  CHECK(gathered.customers.back().sources.size() == 2);
  CHECK_FALSE(gathered.outcomes.complete);
  CHECK_FALSE(gathered.outcomes.all_failed());
  CHECK(gathered.outcomes.providers[0].status == "error");
  CHECK_FALSE(gathered.outcomes.providers[0].count.has_value());
  CHECK(gathered.outcomes.providers[0].error.at(0).code == ProblemCode::provider_timeout);
  CHECK(gathered.outcomes.problem().code == ProblemCode::provider_timeout);
}

TEST_CASE("when all who were asked fail it is the first one's problem, and it carries all") {
  FakeTenant world = tenant_with_directories();
  world.providers[0].directory_errors.push_back(error_of(ErrorKind::forbidden));
  world.providers[1].directory_errors.push_back(error_of(ErrorKind::timed_out));
  const auto gathered = customers(world);
  CHECK(gathered.outcomes.all_failed());
  const schema::Problem problem = gathered.outcomes.problem();
  CHECK(problem.code == ProblemCode::provider_forbidden);
  CHECK(problem.provider == "partner_center");
  REQUIRE(problem.providers.size() == 2);
  CHECK(problem.providers[1].error.at(0).code == ProblemCode::provider_timeout);
}

TEST_CASE("a provider that lists no customers was not asked: that is no failure, and no answer") {
  FakeTenant world = tenant_with_directories();
  world.providers[1].directory.reset();
  const auto gathered = customers(world);
  CHECK(names_of(gathered) == Names{"Adatum", "Bitwise", "Fabrikam"});
  CHECK(gathered.outcomes.complete);
  CHECK(gathered.outcomes.providers[1].status == "not_asked");
  CHECK_FALSE(gathered.outcomes.providers[1].count.has_value());

  world.providers[0].directory_errors.push_back(error_of(ErrorKind::failed));
  CHECK(customers(world).outcomes.all_failed());

  world.providers[0].directory.reset();
  const auto yaml_alone = customers(world);
  CHECK(names_of(yaml_alone) == Names{"fabrikam"});
  CHECK(yaml_alone.outcomes.complete);
  CHECK_FALSE(yaml_alone.outcomes.all_failed());
}

TEST_CASE("asks only the providers that are named") {
  FakeTenant world = tenant_with_directories();
  CHECK(names_of(customers(world, "", {1})) == Names{"Adatum", "Cohort", "Fabrikam"});
  CHECK(world.asked() == Names{"cloud_cockpit: customers"});
}

TEST_CASE("masks a secret in what a provider says of its failure") {
  FakeTenant world = tenant_with_directories();
  world.tenant->secrets.push_back("hunter2");
  auto error = error_of(ErrorKind::failed);
  error.message = "bad secret hunter2";
  world.providers[1].directory_errors.push_back(error);
  CHECK(customers(world).outcomes.problem().provider_message == "bad secret ***");
}

TEST_CASE("groups stand by provider, then by folded name, the nameless last, then by id") {
  FakeTenant world = tenant_with_directories();
  world.providers[0].groups = Groups{{"p1", "Zebras"}};
  const auto gathered = groups(world);
  Names ids;
  for (const Group& group : gathered.groups)
    ids.push_back(world.tenant->plan.providers[group.provider] + ' ' + group.id + ' ' + group.name);
  CHECK(ids == Names{"partner_center p1 Zebras", "cloud_cockpit g2 Admins", "cloud_cockpit g1 Viewers",
                     "cloud_cockpit g3 viewers", "cloud_cockpit g0 "});
  CHECK(gathered.outcomes.complete);
  CHECK(gathered.outcomes.providers[1].count == 4);
}

TEST_CASE("a provider without groups is not asked for them, and one that fails is named") {
  FakeTenant world = tenant_with_directories();
  world.providers[0].groups.reset();
  CHECK(groups(world).outcomes.providers[0].status == "not_asked");
  CHECK(groups(world).outcomes.complete);
  world.providers[1].directory_errors.push_back(error_of(ErrorKind::unavailable));
  const auto failed = groups(world);
  CHECK(failed.groups.empty());
  CHECK(failed.outcomes.all_failed());
  CHECK(failed.outcomes.problem().code == ProblemCode::provider_unavailable);
  CHECK(groups(world, {0}).outcomes.providers.size() == 1);
}

}  // namespace gateway::aggregate
