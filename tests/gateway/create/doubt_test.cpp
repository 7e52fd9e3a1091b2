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

TEST_CASE("white space that a provider puts or drops around a name makes nobody else of the user") {
  Creating creating({cockpit()});
  CreateStep step = silence(true);
  step.shows_name =
      "\xC2\xA0"
      "Ann Bee ";
  creating.provider(0).creates.push_back(step);
  CHECK(code_of(creating.create({0}, "key")) == "created");
  CHECK(creating.only_operation().recovered);
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
  CHECK(creating.only_operation().state == state::OperationState::running);
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
  CHECK(wants_look(creating.only_operation()));
  look(creating);
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

TEST_CASE(
    "a crash before the optional provider was sent to is finished under the same key, and nobody is a "
    "rival") {
  Creating creating({center(), cockpit()});
  creating.store->puts_that_work = 3;  // to be created, sent, done at the first
  creating.create({0, 1}, "key", {false, true});
  REQUIRE(creating.store->log.back() == "running: created 1, pending 0");
  creating.store->puts_that_work = 100;
  creating.start();
  CHECK_FALSE(wants_look(creating.only_operation()));
  CHECK(code_of(creating.create({0, 1}, "key", {false, true})) == "created");
  CHECK(std::ranges::count(creating.provider(0).log, "create ann@x") == 1);
  CHECK(creating.only_operation().targets[1].state == state::TargetState::created);
}

TEST_CASE(
    "a start writes nothing: with a full disk what was in doubt is in doubt, and the next one goes on") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(true), silence()};
  creating.provider(0).list_errors = {std::nullopt, error_of(ErrorKind::failed)};
  CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
  creating.store->puts_that_work = 0;
  creating.start();
  CHECK(creating.faults.empty());
  CHECK(code_of(creating.create({0}, "two")) == "create_in_doubt");
  creating.store->puts_that_work = 100;
  CHECK(code_of(creating.create({0}, "one")) == "created");
}

TEST_CASE("who turns up after the doubt was over, looking as asked, is this create's and no rival's") {
  for (const bool is_before_sending : {true, false}) {
    CAPTURE(is_before_sending);
    Creating creating({cockpit()});
    creating.provider(0).creates = {silence(), silence()};
    CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
    creating.now += std::chrono::minutes(11);
    look(creating);
    CHECK(creating.only_operation().doubt_is_over);
    if (is_before_sending) {
      creating.provider(0).users.push_back({"late", "ann@x", "Ann Bee"});
    } else {
      CreateStep exists = fails(error_of(ErrorKind::user_exists, true, 409), true);
      creating.provider(0).creates = {exists};
    }
    CHECK(code_of(creating.create({0}, "one")) == "created");
    CHECK(creating.only_operation().recovered);
  }
}

TEST_CASE("a provider that is sent to at most once leaves the person in doubt until somebody is seen") {
  Creating creating({cockpit()});
  creating.world.allow_one_send(0);
  creating.provider(0).creates.push_back(silence());
  creating.create({0}, "one");
  creating.now += std::chrono::minutes(11);
  for (int looks = 0; looks < 4; ++looks)
    CHECK_FALSE(look(creating));
  CHECK(code_of(creating.create({0}, "two")) == "create_in_doubt");
  CHECK(std::ranges::count(creating.provider(0).log, "create ann@x") == 1);
}

TEST_CASE("whose account it is cannot be said without the state: that is no verdict") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(true), silence()};
  creating.provider(0).list_errors = {std::nullopt, error_of(ErrorKind::failed)};
  CHECK(code_of(creating.create({0}, "one")) == "outcome_unknown");
  creating.store->can_read = false;
  CHECK_FALSE(look(creating));
  CHECK(creating.only_operation().targets[0].state == state::TargetState::unknown);
  creating.store->can_read = true;
  CHECK(look(creating));
  CHECK(creating.only_operation().targets[0].state == state::TargetState::recovered);
}

TEST_CASE("an optional provider that cannot be read keeps nobody from being created") {
  Creating creating({center(), cockpit()});
  creating.provider(1).list_errors = {error_of(ErrorKind::failed, true, 503)};
  const CreateReply reply = creating.create({0, 1}, "one", {false, true});
  CHECK(code_of(reply) == "created");
  CHECK(creating.only_operation().targets[1].state == state::TargetState::pending);
  CHECK(std::ranges::count(creating.provider(1).log, "create ann@x") == 0);
}

TEST_CASE("what nobody can or will finish ends: told without a key at once, else when it is given up") {
  Creating creating({center(), cockpit()});
  creating.provider(1).creates = {fails(error_of(ErrorKind::refused, true, 400))};
  CHECK(code_of(creating.create({0, 1})) == "partial_create");
  CHECK_FALSE(creating.only_operation().is_open());
  CHECK(creating.journal->stats().open == 0);

  Creating keyed({center(), cockpit()});
  keyed.provider(1).creates = {fails(error_of(ErrorKind::refused, true, 400))};
  CHECK(code_of(keyed.create({0, 1}, "key")) == "partial_create");
  CHECK(keyed.journal->stats().open == 1);
  CHECK(keyed.world.loop.run(give_up(*keyed.journal, keyed.only_operation().id)));
  CHECK(keyed.journal->stats().open == 0);
  CHECK(keyed.only_operation().key.empty());
  CHECK(keyed.only_operation().state == state::OperationState::partial);
}

TEST_CASE(
    "what the gateway itself looks for is in doubt, not under way, and counted so until the doubt is over") {
  Creating creating({cockpit()});
  creating.provider(0).creates = {silence(), silence()};
  creating.create({0}, "one");
  CHECK(creating.journal->stats().in_doubt == 1);
  {
    const auto turn = creating.journal->take(creating.only_operation().id);
    REQUIRE(turn);
    CHECK(creating.journal->stats().in_doubt == 1);
    CHECK(code_of(creating.create({0}, "two")) == "create_in_doubt");
    CHECK(creating.journal->open_operations().at(0).is_busy);
  }
  creating.now += std::chrono::minutes(11);
  look(creating);
  look(creating);
  CHECK(creating.only_operation().doubt_is_over);
  CHECK(creating.journal->stats().in_doubt == 0);
}

}  // namespace gateway::create
