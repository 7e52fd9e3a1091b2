#include "tests/gateway/create/creating.hpp"

#include <doctest/doctest.h>

namespace gateway::create {

namespace {

namespace asio = boost::asio;
using adapters::ErrorKind;
using tests::gateway_fakes::at;
using tests::gateway_fakes::body_of;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::code_of;
using tests::gateway_fakes::Creating;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::fails;
using tests::gateway_fakes::header_of;
using tests::gateway_fakes::Log;
using tests::gateway_fakes::states;

}  // namespace

TEST_CASE("looks the person up in every provider, then sends to one after the other") {
  Creating creating({center(), cockpit()});
  const CreateReply reply = creating.create({0, 1});
  CHECK(code_of(reply) == "created");
  CHECK(body_of(reply).at("sources").as_array().size() == 2);
  CHECK(header_of(reply, "Link") == "<" + reply.operation + ">; rel=\"status\"");
  CHECK(creating.world.asked() == Log{"partner_center: list", "partner_center: create ann@x",
                                      "cloud_cockpit: list", "cloud_cockpit: create ann@x"});
}

TEST_CASE("each step is durable before the next is taken") {
  Creating creating({center(), cockpit()});
  creating.create({0, 1}, "key");
  CHECK(creating.store->log == Log{"running: pending 0, pending 0", "running: sent 1, pending 0",
                                   "running: created 1, pending 0", "running: created 1, sent 1",
                                   "succeeded: created 1, created 1 -> 201"});
}

TEST_CASE("sends nothing anywhere when one of the providers has the person, in whatever case") {
  for (const std::size_t place : {std::size_t(0), std::size_t(1)}) {
    Creating creating({center(), cockpit()});
    creating.provider(place).users = {{"x", " ANN@X", "Somebody"}};
    const CreateReply reply = creating.create({0, 1});
    CHECK(code_of(reply) == "user_exists");
    CHECK(body_of(reply).at("provider").as_string() == creating.provider(place).name);
    CHECK(creating.world.asked() == Log{"partner_center: list", "cloud_cockpit: list"});
    CHECK(creating.store->log.empty());
  }
}

TEST_CASE("sends nothing anywhere when one of the providers cannot say who is there") {
  Creating creating({center(), cockpit()});
  creating.provider(1).list_errors.emplace_back(error_of(ErrorKind::timed_out, true));
  const CreateReply reply = creating.create({0, 1}, "key");
  CHECK(code_of(reply) == "provider_timeout");
  CHECK(body_of(reply).at("detail").as_string().find("nothing was sent") != std::string::npos);
  CHECK(creating.world.asked() == Log{"partner_center: list", "cloud_cockpit: list"});
  // The key is free: another draft may come with it.
  CHECK(creating.store->log.empty());
}

TEST_CASE("tells a refusal as what it is, and sends no more") {
  struct Row {
    adapters::ProviderError error;
    std::string code, state;
    bool uses_up_key;
  };
  const std::vector<Row> rows = {
      {error_of(ErrorKind::user_exists, true, 409), "user_exists", "exists", true},
      {error_of(ErrorKind::refused, true, 400), "invalid_draft", "refused", true},
      {error_of(ErrorKind::refused, true, 422), "invalid_draft", "refused", true},
      {error_of(ErrorKind::forbidden, true, 403), "provider_forbidden", "refused", true},
      {error_of(ErrorKind::customer_not_found, true, 404), "customer_not_found", "refused", true},
      {error_of(ErrorKind::failed, true, 410), "provider_error", "refused", false},
      {error_of(ErrorKind::credentials, false, 401), "provider_rejected_credentials", "pending", false},
      {error_of(ErrorKind::unavailable, true, 429), "provider_unavailable", "pending", false},
      {error_of(ErrorKind::failed, false), "provider_error", "pending", false},
      {error_of(ErrorKind::timed_out, false), "provider_timeout", "pending", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    CAPTURE(row.state);
    Creating creating({center(), cockpit()});
    creating.provider(0).creates.push_back(fails(row.error));
    const CreateReply reply = creating.create({0, 1}, "key");
    CHECK(code_of(reply) == row.code);
    CHECK(states(reply) == "partner_center " + row.state + ", cloud_cockpit pending");
    CHECK(creating.provider(1).log == Log{"list"});
    // One look before and none after: it is certain that nobody was created.
    CHECK(creating.provider(0).log == Log{"list", "create ann@x"});
    CHECK(creating.only_operation().state == state::OperationState::refused);
    CHECK(creating.only_operation().answer.has_value() == row.uses_up_key);
    CHECK(creating.only_operation().key.empty() == !row.uses_up_key);
  }
}

TEST_CASE("a provider that is busy is waited for, as it says, and is not in doubt") {
  Creating creating({cockpit()});
  auto busy = error_of(ErrorKind::unavailable, true, 429);
  busy.retry_after = std::chrono::seconds(0);
  creating.provider(0).creates = {fails(busy), fails(busy)};
  CHECK(code_of(creating.create(at(0))) == "created");
  CHECK(creating.provider(0).log == Log{"list", "create ann@x", "create ann@x", "create ann@x"});
  CHECK(creating.only_operation().targets[0].sends == 1);
}

TEST_CASE("one has the user and a required other has not: partial, with each provider's state") {
  struct Row {
    tests::gateway_fakes::CreateStep second;
    std::string states;
  };
  const std::vector<Row> rows = {
      {fails(error_of(ErrorKind::refused, true, 400)), "partner_center created, cloud_cockpit refused"},
      {fails(error_of(ErrorKind::user_exists, true, 409)), "partner_center created, cloud_cockpit exists"},
      {fails(error_of(ErrorKind::failed, false)), "partner_center created, cloud_cockpit pending"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.states);
    Creating creating({center(), cockpit()});
    creating.provider(1).creates.push_back(row.second);
    const CreateReply reply = creating.create({0, 1});
    CHECK(code_of(reply) == "partial_create");
    CHECK(states(reply) == row.states);
    const auto body = body_of(reply);
    CHECK(body.at("providers").at(0).at("id").as_string() == "new-0");
    CHECK(body.at("providers").at(1).at("error").at("code").is_string());
    CHECK(body.at("retryable").as_bool() == false);
  }
}

TEST_CASE("a repeat with the same key sends only to who lacks the user, and answers with the whole person") {
  Creating creating({center(), cockpit()});
  creating.provider(1).creates.push_back(fails(error_of(ErrorKind::refused, true, 400)));
  const CreateReply first = creating.create({0, 1}, "key");
  CHECK(code_of(first) == "partial_create");
  CHECK(body_of(first).at("retryable").as_bool() == true);
  creating.start();  // over a restart too
  const CreateReply second = creating.create({0, 1}, "key");
  CHECK(code_of(second) == "created");
  CHECK(second.operation == first.operation);
  CHECK(body_of(second).at("sources").as_array().size() == 2);
  CHECK(creating.provider(0).log == Log{"list", "create ann@x"});
  CHECK(creating.provider(1).log == Log{"list", "create ann@x", "list", "create ann@x"});
}

TEST_CASE("an optional provider that fails does not fail the create") {
  for (const auto& error : {error_of(ErrorKind::refused, true, 400), error_of(ErrorKind::timed_out, true)}) {
    Creating creating({center(), cockpit()});
    creating.provider(1).creates = {fails(error), fails(error)};
    const CreateReply reply = creating.create({1, 0}, {}, {true, false});
    CHECK(code_of(reply) == "created");
    CHECK(body_of(reply).at("sources").as_array().size() == 1);
  }
}

TEST_CASE("nobody has the user and one may have: unknown, though that one is optional") {
  Creating creating({center(), cockpit()});
  const auto silence = fails(error_of(ErrorKind::timed_out, true));
  creating.provider(1).creates = {silence, silence};
  creating.provider(0).creates.push_back(fails(error_of(ErrorKind::refused, true, 400)));
  const CreateReply reply = creating.create({1, 0}, {}, {true, false});
  CHECK(code_of(reply) == "outcome_unknown");
  CHECK(states(reply) == "cloud_cockpit unknown, partner_center refused");
}

TEST_CASE("providers that are all optional and all fail make no created user") {
  Creating creating({cockpit()});
  creating.provider(0).creates.push_back(fails(error_of(ErrorKind::refused, true, 422)));
  CHECK(code_of(creating.create({0}, {}, {true})) == "invalid_draft");
}

TEST_CASE("of creates of one person at once, one is sent and the others are told to wait") {
  Creating creating({center(), cockpit()});
  tests::gateway_loop::Gate gate(creating.world.loop.executor());
  creating.provider(1).create_gate = &gate;
  std::vector<std::string> ended;
  const auto start = [&](const std::vector<std::size_t>& places, const std::string& key) {
    asio::co_spawn(
        creating.world.loop.context(), create_user(creating.order(places, key), creating.journal),
        [&ended](std::exception_ptr, const CreateReply& reply) { ended.push_back(code_of(reply)); });
  };
  start({1}, "key");
  for (int i = 0; i < 100; ++i) {
    start({1}, "key");
    start({1}, "another-" + std::to_string(i));
  }
  // Another company of providers, and the same person at one of them.
  start({0, 1}, "");
  creating.world.loop.run_until([&] { return ended.size() == 201; });
  for (const std::string& code : ended)
    CHECK(code == "request_in_progress");
  CHECK(creating.journal->has_creates());
  gate.open();
  creating.world.loop.run_until([&] { return ended.size() == 202; });
  CHECK(ended.back() == "created");
  CHECK_FALSE(creating.journal->has_creates());
  CHECK(creating.provider(1).log == Log{"list", "create ann@x"});
  CHECK(creating.provider(0).log.empty());
  // It is over: the next one finds the person.
  CHECK(code_of(creating.create({0, 1})) == "user_exists");
}

TEST_CASE("creates of several people that look at once share the next reading of the list") {
  Creating creating({cockpit()});
  std::size_t ended = 0;
  for (int i = 0; i < 50; ++i) {
    auto order = creating.order({0});
    auto draft = tests::gateway_fakes::ann();
    draft->email = "ann" + std::to_string(i) + "@x";
    order.draft = draft;
    asio::co_spawn(creating.world.loop.context(), create_user(std::move(order), creating.journal),
                   [&ended](std::exception_ptr, const CreateReply& reply) {
                     CHECK(code_of(reply) == "created");
                     ++ended;
                   });
  }
  creating.world.loop.run_until([&] { return ended == 50; });
  CHECK(std::ranges::count(creating.provider(0).log, "list") <= 3);
}

TEST_CASE("what a provider says of a user is masked where it says the password") {
  Creating creating({cockpit()});
  auto error = error_of(ErrorKind::refused, true, 400);
  error.message = "the password p4ssw0rd is too weak";
  error.fields.push_back({"/passwordProfile/password", "", "", "refused", "p4ssw0rd is weak"});
  creating.provider(0).creates.push_back(fails(error));
  const CreateReply reply = creating.create({0}, "key");
  CHECK(reply.answer.body.find("p4ssw0rd") == std::string::npos);
  CHECK(reply.answer.body.find("the password *** is too weak") != std::string::npos);
  CHECK(reply.answer.body.find("/passwordProfile/password") != std::string::npos);
}

}  // namespace gateway::create
