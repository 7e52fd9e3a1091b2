#include "schema/person.hpp"

#include <doctest/doctest.h>

#include <array>

namespace schema {
namespace {

constexpr std::array<std::string_view, 2> providers = {"one", "two"};

Text given(std::string_view text) { return {text, true}; }
Text derived(std::string_view text) { return {text, true, Text::Origin::derived}; }

struct Pair {
  User one;
  User two;
  std::array<const User*, 2> accounts = {&one, &two};

  Person person() const { return {accounts, providers}; }
};

}  // namespace

TEST_CASE("precedence chooses the first given text, then the first derived one, then null") {
  struct Case {
    Text one;
    Text two;
    std::string_view chosen;
  };
  const Case cases[] = {
      {given("a"), given("b"), "a"},     {given("a"), derived("b"), "a"}, {given("a"), {}, "a"},
      {derived("a"), given("b"), "b"},   {derived("a"), {}, "a"},         {{}, given("b"), "b"},
      {derived("a"), derived("b"), "a"}, {{}, derived("b"), "b"},
  };
  for (const Case& c : cases) {
    Pair pair;
    pair.one.text(TextField::display_name) = c.one;
    pair.two.text(TextField::display_name) = c.two;
    CAPTURE(c.chosen);
    CHECK(pair.person().text(TextField::display_name).view() == c.chosen);
  }
  CHECK(Pair().person().text(TextField::email).is_null());
}

TEST_CASE("a given state beats a derived one of higher precedence") {
  Pair pair;
  pair.one.state = UserState::active;
  pair.one.state_derived = true;
  CHECK(pair.person().state() == UserState::active);
  pair.two.state = UserState::deleted;
  CHECK(pair.person().state() == UserState::deleted);
}

TEST_CASE("a role with a name beats one without, and any role beats none") {
  Pair pair;
  CHECK(pair.person().role_name() == nullptr);
  pair.one.has_role = true;
  REQUIRE(pair.person().role_name() != nullptr);
  CHECK(pair.person().role_name()->is_null());
  pair.two.has_role = true;
  pair.two.role_name = given("Admin");
  CHECK(pair.person().role_name()->view() == "Admin");
}

TEST_CASE("the first provider with groups and with a domain type is believed") {
  Pair pair;
  const std::array<Group, 1> groups = {Group{given("g"), given("Group")}};
  pair.two.groups = groups;
  pair.two.user_domain_type = UserDomainType::federated;
  CHECK(pair.person().groups().size() == 1);
  CHECK(pair.person().user_domain_type() == UserDomainType::federated);
}

TEST_CASE("a provider without the person is passed over") {
  Pair pair;
  pair.two.text(TextField::email) = given("b@x.org");
  pair.accounts[0] = nullptr;
  CHECK(pair.person().first() == 1);
  CHECK(pair.person().text(TextField::email).view() == "b@x.org");
  pair.accounts[1] = nullptr;
  CHECK(pair.person().first() == 2);
}

}  // namespace schema
