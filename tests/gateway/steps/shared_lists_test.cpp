#include "gateway/steps/shared_lists.hpp"

#include "gateway/steps/render.hpp"
#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

namespace gateway::steps {

namespace {

using schema::TextField;

aggregate::Gathered gathered_of(const aggregate::UserListPtr& list) {
  aggregate::Gathered gathered;
  gathered.any_answer = true;
  gathered.parts.push_back({"here", TextField::email, list});
  schema::ProviderOutcome outcome;
  outcome.name = "here";
  outcome.status = "ok";
  outcome.count = list->count;
  gathered.outcomes.push_back(outcome);
  return gathered;
}

aggregate::UserListPtr two_people() {
  return tests::gateway_users::list_of({{"1", "a@x", "Ada"}, {"2", "b@x", "Bob"}}, TextField::email);
}

}  // namespace

TEST_CASE("answers of one reading share their bytes while one of them is there") {
  SharedLists lists;
  const auto list = two_people();
  const Answer first = lists.answer(gathered_of(list), 100);
  const Answer second = lists.answer(gathered_of(list), 100);
  CHECK(second.payload().data() == first.payload().data());
  CHECK(second.headers == first.headers);
  CHECK(std::string(first.payload()) == render_list(gathered_of(list), 100).body);
}

TEST_CASE("another limit, and another reading of the same people, are rendered for themselves") {
  SharedLists lists;
  const auto list = two_people();
  const Answer whole = lists.answer(gathered_of(list), 100);
  const Answer part = lists.answer(gathered_of(list), 1);
  const Answer later = lists.answer(gathered_of(two_people()), 100);
  CHECK(part.payload() != whole.payload());
  CHECK(later.payload() == whole.payload());
  CHECK(later.payload().data() != whole.payload().data());
}

TEST_CASE("an answer that names a failure is nobody else's") {
  SharedLists lists;
  auto gathered = gathered_of(two_people());
  schema::ProviderOutcome failed;
  failed.name = "there";
  failed.status = "error";
  failed.error.emplace_back(schema::ProblemCode::provider_error, "down");
  gathered.outcomes.push_back(failed);
  gathered.complete = false;
  const Answer first = lists.answer(gathered, 100);
  const Answer second = lists.answer(gathered, 100);
  CHECK(first.payload() == second.payload());
  CHECK(first.payload().data() != second.payload().data());
}

}  // namespace gateway::steps
