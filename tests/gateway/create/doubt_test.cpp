// Creates whose answer was lost: by the request that met it, by its repeat, and by the gateway alone.
#include "gateway/create/resolve.hpp"
#include "tests/gateway/create/creating.hpp"

#include <doctest/doctest.h>

namespace gateway::create {

namespace {

using adapters::ErrorKind;
using tests::gateway_fakes::at;
using tests::gateway_fakes::body_of;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::code_of;
using tests::gateway_fakes::CreateStep;
using tests::gateway_fakes::Creating;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::fails;
using tests::gateway_fakes::FakeTenant;
using tests::gateway_fakes::header_of;
using tests::gateway_fakes::Log;

CreateStep silence(bool executes = false) { return fails(error_of(ErrorKind::timed_out, true), executes); }

bool look(Creating& creating) {
  const std::string id = creating.only_operation().id;
  return creating.world.loop.run(
      look_again(*creating.world.runtime, *creating.journal, id, FakeTenant::context()));
}

}  // namespace

TEST_CASE("an unclear answer is looked up, and who is there with the same profile was created") {
  const std::vector<adapters::ProviderError> unclear = {
      error_of(ErrorKind::timed_out, true),         error_of(ErrorKind::failed, true),
      error_of(ErrorKind::failed, true, 500),       error_of(ErrorKind::failed, true, 302),
      error_of(ErrorKind::bad_response, true, 201), error_of(ErrorKind::cancelled, true)};
  for (const auto& error : unclear) {
    Creating creating({cockpit()});
    creating.provider(0).creates.push_back(fails(error, true));
    const CreateReply reply = creating.create({0}, "key");
    CHECK(code_of(reply) == "created");
    CHECK(creating.provider(0).log == Log{"list", "create ann@x", "list"});
    CHECK(creating.only_operation().recovered);
    CHECK(creating.only_operation().targets[0].state == state::TargetState::recovered);
  }
}

TEST_CASE("an unclear answer and nobody there is sent once more, under the same request id") {
  Creating creating({cockpit()});
  creating.provider(0).creates.push_back(silence());
  CHECK(code_of(creating.create({0}, "key")) == "created");
  CHECK(creating.provider(0).log == Log{"list", "create ann@x", "list", "create ann@x"});
  CHECK(creating.only_operation().targets[0].sends == 2);
}

TEST_CASE("a provider that is sent to at most once gets no second request") {
  Creating creating({cockpit()});
  creating.world.allow_one_send(0);
  creating.provider(0).creates.push_back(silence());
  const CreateReply reply = creating.create({0}, "key");
  CHECK(code_of(reply) == "outcome_unknown");
  CHECK(code_of(creating.create({0}, "key")) == "outcome_unknown");
  CHECK(std::ranges::count(creating.provider(0).log, "create ann@x") == 1);
}

TEST_CASE("two unclear answers and nobody there are told as unknown, with the operation to ask for") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(), silence()};
  const CreateReply reply = creating.create({0}, "key");
  CHECK(code_of(reply) == "outcome_unknown");
  CHECK(body_of(reply).at("operation").as_string() == reply.operation);
  CHECK(body_of(reply).at("retryable").as_bool() == true);
  CHECK_FALSE(header_of(reply, "Retry-After").empty());
  CHECK(creating.only_operation().state == state::OperationState::in_doubt);
}

TEST_CASE("an unclear answer that cannot be looked up either is unknown, and not sent again") {
  Creating creating({cockpit()});
  creating.provider(0).creates.push_back(silence(true));
  creating.provider(0).list_errors = {std::nullopt, error_of(ErrorKind::failed)};
  CHECK(code_of(creating.create(at(0))) == "outcome_unknown");
  CHECK(creating.provider(0).log == Log{"list", "create ann@x", "list"});
}

TEST_CASE("a refusal of the second request is no verdict on the first") {
  for (const auto& error : {error_of(ErrorKind::refused, true, 400), error_of(ErrorKind::failed, false)}) {
    Creating creating({cockpit()});
    creating.provider(0).creates = {silence(), fails(error)};
    CHECK(code_of(creating.create({0}, "key")) == "outcome_unknown");
  }
}

TEST_CASE("an unclear answer and somebody else of this name there is no creation of ours") {
  Creating creating({cockpit()});
  CreateStep step = silence(true);
  step.shows_name = "Another Ann";
  creating.provider(0).creates.push_back(step);
  CHECK(code_of(creating.create({0}, "key")) == "user_exists");
  CHECK(creating.only_operation().answer->status == 409);
}

TEST_CASE("an account that another operation made is not taken for ours") {
  Creating creating({cockpit()});
  CHECK(code_of(creating.create({0}, "one")) == "created");
  auto users = std::exchange(creating.provider(0).users, {});
  creating.provider(0).creates = {silence(), silence()};
  CHECK(code_of(creating.create({0}, "two")) == "outcome_unknown");
  creating.provider(0).users = users;  // the list lagged behind
  CHECK(code_of(creating.create({0}, "two")) == "user_exists");
}

TEST_CASE("while it is in doubt who was created, nobody else's create of this person goes out") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(), silence()};
  CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
  creating.start();
  CHECK(code_of(creating.create({0}, "two")) == "create_in_doubt");
  CHECK(code_of(creating.create(at(0))) == "create_in_doubt");
  CHECK(std::ranges::count(creating.provider(0).log, "create ann@x") == 2);
  // He who has the key may finish it.
  CHECK(code_of(creating.create({0}, "one")) == "created");
}

TEST_CASE("the person is looked for before a create in doubt is told, and who is seen then exists") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(), silence()};
  CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
  creating.provider(0).users.push_back({"late", "ann@x", "Ann Bee"});
  CHECK(code_of(creating.create({0}, "two")) == "user_exists");
  const CreateReply replayed = creating.create({0}, "one");
  CHECK(code_of(replayed) == "created");
  CHECK(header_of(replayed, "Idempotency-Replayed") == "true");
}

TEST_CASE("what was on its way when the process ended is found out by the next one, without sending") {
  Creating creating({center(), cockpit()});
  // Everything from the second provider's answer on is lost.
  creating.store->puts_that_work = 4;
  creating.create({0, 1}, "key");
  creating.store->puts_that_work = 100;
  creating.start();
  CHECK(creating.only_operation().state == state::OperationState::partial);
  CHECK(look(creating));
  CHECK(creating.only_operation().state == state::OperationState::succeeded);
  CHECK(creating.only_operation().answer->status == 201);
  CHECK(std::ranges::count(creating.provider(1).log, "create ann@x") == 1);
  const CreateReply replayed = creating.create({0, 1}, "key");
  CHECK(body_of(replayed).at("sources").as_array().size() == 2);
}

TEST_CASE("a create that was written down and never sent is over, and its key is free") {
  Creating creating({cockpit()});
  creating.store->puts_that_work = 1;
  CHECK(code_of(creating.create({0}, "key")) == "state_unavailable");
  CHECK(creating.provider(0).log == Log{"list"});
  creating.store->puts_that_work = 100;
  creating.start();
  CHECK(creating.only_operation().state == state::OperationState::refused);
  CHECK(creating.only_operation().key.empty());
  CHECK(code_of(creating.create({0}, "key")) == "created");
}

TEST_CASE("a doubt ends when the person was not seen three times over ten minutes") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(), silence()};
  creating.create({0}, "one");
  CHECK_FALSE(look(creating));
  CHECK(code_of(creating.create({0}, "two")) == "create_in_doubt");
  creating.now += std::chrono::minutes(11);
  CHECK(code_of(creating.create({0}, "two")) == "created");
}

TEST_CASE(
    "once a doubt is over its own key may try anew, and is refused for good where the provider refuses") {
  Creating creating({cockpit()});
  const auto refusal = fails(error_of(ErrorKind::refused, true, 400));
  creating.provider(0).creates = {silence(), refusal, refusal};
  CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
  CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
  creating.now += std::chrono::minutes(11);
  CHECK(look(creating));
  creating.provider(0).creates = {refusal};
  CHECK(code_of(creating.create({0}, "one")) == "invalid_draft");
  CHECK(creating.only_operation().answer->status == 422);
}

TEST_CASE("a look that fails does not count as one that found nobody") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(), silence()};
  creating.create({0}, "one");
  creating.now += std::chrono::minutes(11);
  creating.provider(0).list_errors = {error_of(ErrorKind::failed), error_of(ErrorKind::failed)};
  CHECK_FALSE(look(creating));
  CHECK(code_of(creating.create({0}, "two")) == "create_in_doubt");
}

TEST_CASE(
    "a doubt at an optional provider is looked into though the create has succeeded, and changes no answer") {
  Creating creating({center(), cockpit()});
  creating.provider(1).creates = {silence(), silence()};
  const CreateReply first = creating.create({0, 1}, "one", {false, true});
  CHECK(code_of(first) == "created");
  // The person may still turn up there: nobody else's create goes out.
  CHECK(code_of(creating.create(at(1), "two")) == "create_in_doubt");
  creating.provider(1).users.push_back({"late", "ann@x", "Ann Bee"});
  creating.start();
  CHECK(look(creating));
  CHECK(creating.only_operation().targets[1].state == state::TargetState::recovered);
  CHECK(creating.create({0, 1}, "one", {false, true}).answer.body == first.answer.body);
  CHECK(code_of(creating.create(at(1), "two")) == "user_exists");
}

}  // namespace gateway::create
