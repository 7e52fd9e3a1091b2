#include "gateway/aggregate/user_list.hpp"

#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

namespace gateway::aggregate {

using schema::TextField;
using tests::gateway_users::page_of;

TEST_CASE("a user whom a moving list shows on two pages is there once, and is not ambiguous") {
  const auto list = make_user_list({page_of({{"1", "a@x", "Ada"}, {"2", "b@x", "Bob"}}, TextField::email),
                                    page_of({{"2", "b@x", "Bob"}, {"3", "c@x", "Cy"}}, TextField::email)},
                                   TextField::email);
  REQUIRE(list->count == 3);
  CHECK(list->users[1]->id.view() == "2");
  CHECK(list->users[2]->id.view() == "3");
  CHECK(list->ambiguous == std::vector<bool>{false, false, false});
  CHECK(list->identities[2] == "c@x");
}

TEST_CASE("two users of one identity are ambiguous, whatever its case, and those without one are not") {
  const auto list =
      make_user_list({page_of({{"1", " A@x ", "Ada"}, {"2", "a@X", "Ada"}, {"3", std::nullopt, std::nullopt}},
                              TextField::email)},
                     TextField::email);
  CHECK(list->ambiguous == std::vector<bool>{true, true, false});
  CHECK(list->identities[0] == list->identities[1]);
}

}  // namespace gateway::aggregate
