#include "gateway/aggregate/views.hpp"

#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

namespace gateway::aggregate {

namespace {

using schema::TextField;

UserListPtr two_people() {
  return tests::gateway_users::list_of({{"1", "a@x", "Ada"}, {"2", "b@x", "Bob"}}, TextField::email);
}

std::vector<Part> part_of(const UserListPtr& list) { return {{"here", TextField::email, list}}; }

}  // namespace

TEST_CASE("equal questions about one reading share a view while one of them has it") {
  Views views;
  const auto list = two_people();
  const auto first = views.of(part_of(list), "q", {}, {});
  CHECK(views.of(part_of(list), "q", {}, {}) == first);
}

TEST_CASE("another question, and another reading of the same people, have a view of their own") {
  Views views;
  const auto list = two_people();
  const auto first = views.of(part_of(list), "q", {}, {});
  CHECK(views.of(part_of(list), "other", {}, {}) != first);
  CHECK(views.of(part_of(two_people()), "q", {}, {}) != first);
}

TEST_CASE("nothing is kept that nobody has") {
  Views views;
  const auto list = two_people();
  std::weak_ptr<const View> gone = views.of(part_of(list), "q", {}, {});
  CHECK(gone.expired());
}

}  // namespace gateway::aggregate
