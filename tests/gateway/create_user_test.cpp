#include "gateway/create_user.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace gateway {

namespace {

namespace asio = boost::asio;
using adapters::ErrorKind;
using schema::ProblemCode;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::CreateStep;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::FakeProvider;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::guid;

std::shared_ptr<schema::UserDraft> ann() {
  auto draft = std::make_shared<schema::UserDraft>();
  draft->user_principal_name = "ann@x";
  draft->email = "ann@x";
  draft->first_name = "Ann";
  draft->last_name = "Bee";
  draft->display_name = "Ann Bee";
  draft->password_profile.emplace();
  draft->password_profile->password = schema::SecretText(std::string("p4ssw0rd"));
  return draft;
}

struct World {
  explicit World(std::vector<FakeProvider> providers) : world(std::move(providers)) {}

  CreateOrder order(const std::vector<std::size_t>& places, const std::vector<bool>& optional = {}) {
    CreateOrder made;
    made.runtime = world.runtime;
    made.tenant = world.tenant;
    made.draft = ann();
    made.context = FakeTenant::context();
    for (std::size_t i = 0; i < places.size(); ++i) {
      made.targets.push_back({world.tenant->providers[places[i]],
                              adapters::CustomerBinding{guid(static_cast<int>(places[i]) + 1), ""},
                              i < optional.size() && optional[i]});
    }
    return made;
  }
  Created create(const std::vector<std::size_t>& places, const std::vector<bool>& optional = {}) {
    return world.loop.run(create_user(order(places, optional), under_way));
  }

  FakeTenant world;
  std::shared_ptr<CreatesUnderWay> under_way = std::make_shared<CreatesUnderWay>();
};

std::string code_of(const Created& created) {
  return created.problem ? std::string(schema::kind_of(created.problem->code).name) : "created";
}

// "partner_center created, cloud_cockpit refused"
std::string states(const Created& created) {
  std::string text;
  if (!created.problem) return text;
  for (const auto& outcome : created.problem->providers) {
    if (!text.empty()) text += ", ";
    text += outcome.name + ' ' + outcome.status;
  }
  return text;
}

CreateStep fails(adapters::ProviderError error, bool executes = false) {
  return {executes, std::move(error), ""};
}

using Log = std::vector<std::string>;

}  // namespace

TEST_CASE("looks the person up in every provider, then sends to one after the other") {
  World world({center(), cockpit()});
  const Created created = world.create({0, 1});
  CHECK(code_of(created) == "created");
  REQUIRE(created.pages.size() == 2);
  REQUIRE(created.pages[0]);
  REQUIRE(created.pages[1]);
  CHECK(created.pages[0]->users.front().id.view() == "new-0");
  CHECK(world.world.asked() == Log{"partner_center: list", "partner_center: create ann@x",
                                   "cloud_cockpit: list", "cloud_cockpit: create ann@x"});
}

TEST_CASE("sends nothing anywhere when one of the providers has the person, in whatever case") {
  for (const std::size_t place : {std::size_t(0), std::size_t(1)}) {
    World world({center(), cockpit()});
    world.world.providers[place].users = {{"x", " ANN@X", "Somebody"}};
    const Created created = world.create({0, 1});
    CHECK(code_of(created) == "user_exists");
    CHECK(created.problem->provider == world.world.providers[place].name);
    CHECK(world.world.asked() == Log{"partner_center: list", "cloud_cockpit: list"});
  }
}

TEST_CASE("sends nothing anywhere when one of the providers cannot say who is there") {
  World world({center(), cockpit()});
  world.world.providers[1].list_errors.emplace_back(error_of(ErrorKind::timed_out, true));
  const Created created = world.create({0, 1});
  CHECK(code_of(created) == "provider_timeout");
  CHECK(created.problem->detail.find("nothing was sent") != std::string::npos);
  CHECK(world.world.asked() == Log{"partner_center: list", "cloud_cockpit: list"});
}

TEST_CASE("tells a refusal as what it is, and sends no more") {
  struct Row {
    adapters::ProviderError error;
    std::string code, state;
  };
  const std::vector<Row> rows = {
      {error_of(ErrorKind::user_exists, true, 409), "user_exists", "exists"},
      {error_of(ErrorKind::refused, true, 400), "invalid_draft", "refused"},
      {error_of(ErrorKind::forbidden, true, 403), "provider_forbidden", "refused"},
      {error_of(ErrorKind::customer_not_found, true, 404), "customer_not_found", "refused"},
      {error_of(ErrorKind::failed, true, 410), "provider_error", "refused"},
      {error_of(ErrorKind::credentials, false, 401), "provider_rejected_credentials", "pending"},
      {error_of(ErrorKind::unavailable, true, 429), "provider_unavailable", "pending"},
      {error_of(ErrorKind::failed, false), "provider_error", "pending"},
      {error_of(ErrorKind::timed_out, false), "provider_timeout", "pending"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    World world({center(), cockpit()});
    world.world.providers[0].creates.push_back(fails(row.error));
    const Created created = world.create({0, 1});
    CHECK(code_of(created) == row.code);
    CHECK(states(created) == "partner_center " + row.state + ", cloud_cockpit pending");
    CHECK(world.world.providers[1].log == Log{"list"});
    // One look before and none after: it is certain that nobody was created.
    CHECK(world.world.providers[0].log == Log{"list", "create ann@x"});
  }
}

TEST_CASE("an unclear answer is looked up, and who is there with the same profile was created") {
  const std::vector<adapters::ProviderError> unclear = {
      error_of(ErrorKind::timed_out, true),         error_of(ErrorKind::failed, true),
      error_of(ErrorKind::failed, true, 500),       error_of(ErrorKind::failed, true, 302),
      error_of(ErrorKind::bad_response, true, 201), error_of(ErrorKind::cancelled, true)};
  for (const auto& error : unclear) {
    World world({cockpit()});
    world.world.providers[0].creates.push_back(fails(error, true));
    const Created created = world.create({0});
    CHECK(code_of(created) == "created");
    REQUIRE(created.pages[0]);
    CHECK(created.pages[0]->users.front().id.view() == "new-0");
    CHECK(world.world.providers[0].log == Log{"list", "create ann@x", "list"});
  }
}

TEST_CASE("an unclear answer and nobody there is told as unknown, and never sent again") {
  World world({cockpit()});
  world.world.providers[0].creates.push_back(fails(error_of(ErrorKind::timed_out, true)));
  const Created created = world.create({0});
  CHECK(code_of(created) == "outcome_unknown");
  CHECK(created.problem->retry_after_seconds.has_value());
  CHECK(created.problem->retryable == false);
  CHECK(world.world.providers[0].log == Log{"list", "create ann@x", "list"});
}

TEST_CASE("an unclear answer that cannot be looked up either is unknown") {
  World world({cockpit()});
  world.world.providers[0].creates.push_back(fails(error_of(ErrorKind::timed_out, true), true));
  world.world.providers[0].list_errors = {std::nullopt, error_of(ErrorKind::failed)};
  CHECK(code_of(world.create({0})) == "outcome_unknown");
}

TEST_CASE("an unclear answer and somebody else of this name there is no creation of ours") {
  World world({cockpit()});
  CreateStep step = fails(error_of(ErrorKind::timed_out, true), true);
  step.shows_name = "Another Ann";
  world.world.providers[0].creates.push_back(step);
  CHECK(code_of(world.create({0})) == "user_exists");
}

TEST_CASE("one has the user and a required other has not: partial, with each provider's state") {
  struct Row {
    CreateStep second;
    std::string states;
  };
  const std::vector<Row> rows = {
      {fails(error_of(ErrorKind::refused, true, 400)), "partner_center created, cloud_cockpit refused"},
      {fails(error_of(ErrorKind::user_exists, true, 409)), "partner_center created, cloud_cockpit exists"},
      {fails(error_of(ErrorKind::timed_out, true)), "partner_center created, cloud_cockpit unknown"},
      {fails(error_of(ErrorKind::failed, false)), "partner_center created, cloud_cockpit pending"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.states);
    World world({center(), cockpit()});
    world.world.providers[1].creates.push_back(row.second);
    const Created created = world.create({0, 1});
    CHECK(code_of(created) == "partial_create");
    CHECK(states(created) == row.states);
    CHECK(created.problem->providers[0].id == "new-0");
    CHECK(created.problem->retryable == false);
  }
}

TEST_CASE("an optional provider that fails does not fail the create") {
  for (const auto& error : {error_of(ErrorKind::refused, true, 400), error_of(ErrorKind::timed_out, true)}) {
    World world({center(), cockpit()});
    world.world.providers[1].creates.push_back(fails(error));
    const Created created = world.create({1, 0}, {true, false});
    CHECK(code_of(created) == "created");
    CHECK(created.pages[0]);
    CHECK_FALSE(created.pages[1]);
  }
}

TEST_CASE("nobody has the user and one may have: unknown, though that one is optional") {
  World world({center(), cockpit()});
  world.world.providers[1].creates.push_back(fails(error_of(ErrorKind::timed_out, true)));
  world.world.providers[0].creates.push_back(fails(error_of(ErrorKind::refused, true, 400)));
  const Created created = world.create({1, 0}, {true, false});
  CHECK(code_of(created) == "outcome_unknown");
  CHECK(states(created) == "cloud_cockpit unknown, partner_center refused");
}

TEST_CASE("providers that are all optional and all fail make no created user") {
  World world({cockpit()});
  world.world.providers[0].creates.push_back(fails(error_of(ErrorKind::refused, true, 422)));
  CHECK(code_of(world.create({0}, {true})) == "invalid_draft");
}

TEST_CASE("of creates of one person at once, one is sent and the others are told to wait") {
  World world({center(), cockpit()});
  tests::gateway_loop::Gate gate(world.world.loop.executor());
  world.world.providers[1].create_gate = &gate;
  std::vector<std::string> ended;
  const auto start = [&](const std::vector<std::size_t>& places) {
    asio::co_spawn(
        world.world.loop.context(), create_user(world.order(places), world.under_way),
        [&ended](std::exception_ptr, const Created& created) { ended.push_back(code_of(created)); });
  };
  start({1});
  for (int i = 0; i < 200; ++i)
    start({1});
  // Another company of providers, and the same person at one of them.
  start({0, 1});
  world.world.loop.run_until([&] { return ended.size() == 201; });
  for (const std::string& code : ended)
    CHECK(code == "request_in_progress");
  gate.open();
  world.world.loop.run_until([&] { return ended.size() == 202; });
  CHECK(ended.back() == "created");
  CHECK(world.world.providers[1].log == Log{"list", "create ann@x"});
  CHECK(world.world.providers[0].log.empty());
  // It is over: the next one finds the person.
  CHECK(code_of(world.create({0, 1})) == "user_exists");
}

TEST_CASE("what a provider says of a user is masked where it says the password") {
  World world({cockpit()});
  auto error = error_of(ErrorKind::refused, true, 400);
  error.message = "the password p4ssw0rd is too weak";
  error.fields.push_back({"/passwordProfile/password", "", "", "refused", "p4ssw0rd is weak"});
  world.world.providers[0].creates.push_back(fails(error));
  const Created created = world.create({0});
  REQUIRE(created.problem.has_value());
  const std::string text = schema::encode_problem(*created.problem);
  CHECK(text.find("p4ssw0rd") == std::string::npos);
  CHECK(text.find("the password *** is too weak") != std::string::npos);
  CHECK(text.find("/passwordProfile/password") != std::string::npos);
}

TEST_CASE("who is created here is seen by the next list, also by one that joins") {
  World world({cockpit()});
  CHECK(code_of(world.create({0})) == "created");
  auto& home = *world.world.tenant->providers[0];
  const auto list = world.world.loop.run(home.list(
      FakeTenant::context(), {guid(1), ""}, adapters::UserSet::current, ProviderHome::Freshness::shared));
  REQUIRE(list.has_value());
  CHECK((*list)->count == 1);
}

}  // namespace gateway
