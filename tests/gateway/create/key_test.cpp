// What a key stands for, and what a store that fails means for a create.
#include "tests/gateway/create/creating.hpp"

#include <doctest/doctest.h>

namespace gateway::create {

namespace {

using adapters::ErrorKind;
using tests::gateway_fakes::center;
using tests::gateway_fakes::cockpit;
using tests::gateway_fakes::code_of;
using tests::gateway_fakes::Creating;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::fails;
using tests::gateway_fakes::header_of;
using tests::gateway_fakes::Log;

}  // namespace

TEST_CASE("the same key answers the same bytes again, also over a restart, and nothing is asked or sent") {
  Creating creating({cockpit()});
  const CreateReply first = creating.create({0}, "key");
  CHECK(header_of(first, "Idempotency-Replayed").empty());
  for (int i = 0; i < 2; ++i) {
    const CreateReply again = creating.create({0}, "key");
    CHECK(again.answer.status == 201);
    CHECK(again.answer.body == first.answer.body);
    CHECK(header_of(again, "Location") == header_of(first, "Location"));
    CHECK(header_of(again, "Link") == header_of(first, "Link"));
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    creating.start();
  }
  CHECK(creating.provider(0).log == Log{"list", "create ann@x"});
}

TEST_CASE("a person who is there and a provider's refusal use the key up") {
  Creating exists({cockpit()});
  exists.provider(0).users = {{"x", "ann@x", "Somebody"}};
  CHECK(code_of(exists.create({0}, "key")) == "user_exists");
  exists.provider(0).users.clear();
  CHECK(code_of(exists.create({0}, "key")) == "user_exists");

  Creating refused({cockpit()});
  refused.provider(0).creates.push_back(fails(error_of(ErrorKind::refused, true, 400)));
  CHECK(code_of(refused.create({0}, "key")) == "invalid_draft");
  CHECK(code_of(refused.create({0}, "key")) == "invalid_draft");
  CHECK(refused.provider(0).log == Log{"list", "create ann@x"});
}

TEST_CASE("a key stands for one request only, while it runs and when it has ended") {
  Creating creating({cockpit()});
  creating.create({0}, "key");
  auto other = creating.order({0}, "key");
  other.fingerprint[0] = 1;
  CHECK(code_of(creating.create(std::move(other))) == "idempotency_key_reused");

  creating.provider(0).users.clear();
  const auto silence = fails(error_of(ErrorKind::timed_out, true));
  creating.provider(0).creates = {silence, silence};
  CHECK(code_of(creating.create({0}, "open")) == "outcome_unknown");
  auto changed = creating.order({0}, "open");
  changed.fingerprint[0] = 1;
  CHECK(code_of(creating.create(std::move(changed))) == "idempotency_key_reused");
}

TEST_CASE("one client's key is nothing to another") {
  Creating creating({cockpit()});
  creating.create({0}, "key");
  auto other = creating.order({0}, "key");
  other.client = "another";
  CHECK(code_of(creating.create(std::move(other))) == "user_exists");
}

TEST_CASE("a failure that sent nothing leaves the key free, for another draft too") {
  Creating creating({cockpit()});
  creating.provider(0).creates.push_back(fails(error_of(ErrorKind::failed, false)));
  CHECK(code_of(creating.create({0}, "key")) == "provider_error");
  auto other = creating.order({0}, "key");
  other.fingerprint[0] = 1;
  CHECK(code_of(creating.create(std::move(other))) == "created");
}

TEST_CASE("where nothing can be written down, nothing is sent") {
  for (const std::size_t works : {std::size_t(0), std::size_t(1)}) {
    Creating creating({cockpit()});
    creating.store->puts_that_work = works;
    CHECK(code_of(creating.create({0}, "key")) == "state_unavailable");
    CHECK(creating.provider(0).log == Log{"list"});
    CHECK_FALSE(creating.faults.empty());
    // It heals by itself.
    creating.store->puts_that_work = 100;
    CHECK(code_of(creating.create({0}, "key")) == "created");
  }
}

TEST_CASE("where keys cannot be read, nothing is asked or sent") {
  Creating creating({cockpit()});
  creating.store->can_read = false;
  CHECK(code_of(creating.create({0}, "key")) == "state_unavailable");
  CHECK(creating.provider(0).log.empty());
}

TEST_CASE("an answer that cannot be written down is not given: the outcome is unknown until it is") {
  Creating creating({cockpit()});
  creating.store->puts_that_work = 2;
  CHECK(code_of(creating.create({0}, "key")) == "outcome_unknown");
  creating.store->puts_that_work = 100;
  CHECK(code_of(creating.create({0}, "key")) == "created");
  CHECK(creating.provider(0).log == Log{"list", "create ann@x", "list"});
}

TEST_CASE("the fingerprint knows the customer, the order of providers, every member and the password") {
  Creating creating({center(), cockpit()});
  const auto of = [&](const std::vector<std::size_t>& places, const schema::UserDraft& draft) {
    return std::string(
        canonical_request("contoso", "", creating.order(places).targets, canonical_draft(draft)).reveal());
  };
  const auto ann = tests::gateway_fakes::ann();
  CHECK(of({0, 1}, *ann) == of({0, 1}, *tests::gateway_fakes::ann()));
  CHECK(of({0, 1}, *ann) != of({1, 0}, *ann));
  CHECK(of({0}, *ann) != of({0, 1}, *ann));
  CHECK(of({0}, *ann) != of({0}, *tests::gateway_fakes::ann("Anna")));
  auto other = tests::gateway_fakes::ann();
  other->password_profile->password = schema::SecretText(std::string("another1"));
  CHECK(of({0}, *ann) != of({0}, *other));
  other = tests::gateway_fakes::ann();
  other->password_profile->force_change_password = false;
  CHECK(of({0}, *ann) != of({0}, *other));
}

}  // namespace gateway::create
