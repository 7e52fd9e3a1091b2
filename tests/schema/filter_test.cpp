#include "schema/filter.hpp"

#include "tests/schema/good_filter.hpp"

#include <doctest/doctest.h>

#include <array>
#include <thread>
#include <vector>

namespace schema {
namespace {

constexpr std::array<std::string_view, 2> providers = {"one", "two"};

Text given(std::string_view text) { return {text, false}; }
Text derived(std::string_view text) { return {text, false, Text::Origin::derived}; }

// Two accounts of one person; a test changes what it needs.
struct Pair {
  User one;
  User two;
  std::array<const User*, 2> accounts = {&one, &two};

  Person person() const { return {accounts, providers}; }
};

// Everything has a value.
struct Ann : Pair {
  std::array<Group, 2> groups = {Group{given("G-1"), given("Sales")}, Group{given("g-2"), given("Support")}};

  Ann() {
    one.id = given("aB1");
    one.customer_id = given("C-one");
    one.texts = {given("Ann@X.org"),
                 {},
                 given("Ann"),
                 given("Straße"),
                 given("Ann Straße"),
                 given("DE"),
                 given("+49 1"),
                 given("iM="),
                 given("2024-01-01T12:00:00.5+02:00"),
                 given("2024-02-01T00:00:00Z")};
    one.state = UserState::deleted;
    one.user_domain_type = UserDomainType::managed;
    two.id = given("77");
    two.customer_id = given("C-two");
    two.text(TextField::email) = given("ann@mail.x.org");
    two.text(TextField::display_name) = derived("Ann of two");
    two.has_role = true;
    two.role_name = given("Admin");
    two.groups = groups;
  }
};

bool matches(std::string_view text, const Pair& pair) {
  return tests::schema_filters::parsed(text).matches(pair.person());
}

struct Case {
  std::string_view filter;
  bool matches;
};

template <std::size_t size>
void check(const Case (&cases)[size], const Pair& pair) {
  for (const Case& c : cases) {
    CAPTURE(c.filter);
    CHECK(matches(c.filter, pair) == c.matches);
  }
}

}  // namespace

TEST_CASE("every attribute of the merged person can be asked for, in any case") {
  const Ann ann;
  for (const std::string_view name : {"id",
                                      "userPrincipalName",
                                      "EMAIL",
                                      "firstname",
                                      "LastName",
                                      "displayName",
                                      "State",
                                      "usageLocation",
                                      "phoneNumber",
                                      "immutableId",
                                      "userDomainType",
                                      "lastDirectorySyncTime",
                                      "softDeletionTime",
                                      "role",
                                      "Role.Name",
                                      "groups",
                                      "groups.id",
                                      "GROUPS.NAME",
                                      "sources",
                                      "sources.provider",
                                      "sources.id",
                                      "sources.customerId"}) {
    const std::string filter = std::string(name) + " pr";
    CAPTURE(filter);
    CHECK(matches(filter, ann));
  }
}

TEST_CASE("an attribute compares with the value that precedence chose") {
  const Case cases[] = {
      {R"(id eq "one:aB1")", true},
      {R"(userPrincipalName eq "ann@x.org")", true},
      {R"(email eq "ann@mail.x.org")", true},
      {R"(firstName eq "ann")", true},
      {R"(lastName eq "straße")", true},
      {R"(displayName eq "Ann Straße")", true},
      {R"(displayName eq "Ann of two")", false},
      {R"(state eq "deleted")", true},
      {R"(state eq "active")", false},
      {R"(usageLocation eq "de")", true},
      {R"(phoneNumber eq "+49 1")", true},
      {R"(immutableId eq "iM=")", true},
      {R"(userDomainType eq "Managed")", true},
      {R"(role.name eq "ADMIN")", true},
      {R"(groups.name eq "support")", true},
      {R"(sources.provider eq "two")", true},
      {R"(sources.customerId eq "c-two")", true},
      {R"(sources.id eq "77")", true},
      {R"(sources.id eq "two")", false},
  };
  check(cases, Ann());
}

TEST_CASE("text compares by its NFKC case folding, three ids as they stand") {
  const Case cases[] = {
      {R"(lastName eq "STRASSE")", true},
      {R"(lastName co "ASS")", true},
      {R"(firstName eq "ＡＮＮ")", true},
      {R"(firstName eq "\u0041nn")", true},
      {R"(groups.id eq "g-1")", true},
      {R"(id eq "one:ab1")", false},
      {R"(id sw "ONE")", false},
      {R"(immutableId eq "im=")", false},
      {R"(sources.id eq "AB1")", false},
      {R"(sources.id eq "aB1")", true},
      {R"(email eq "ann@mail.x.org ")", false},
  };
  check(cases, Ann());
}

TEST_CASE("each operator says what RFC 7644 says") {
  const Case cases[] = {
      {R"(firstName eq "ann")", true},  {R"(firstName eq "an")", false},  {R"(firstName ne "ann")", false},
      {R"(firstName ne "an")", true},   {R"(firstName co "nn")", true},   {R"(firstName co "x")", false},
      {R"(firstName sw "an")", true},   {R"(firstName sw "nn")", false},  {R"(firstName ew "NN")", true},
      {R"(firstName ew "an")", false},  {R"(firstName gt "anm")", true},  {R"(firstName gt "ann")", false},
      {R"(firstName ge "ann")", true},  {R"(firstName ge "ano")", false}, {R"(firstName lt "ano")", true},
      {R"(firstName lt "ann")", false}, {R"(firstName le "ann")", true},  {R"(firstName le "anm")", false},
      {R"(firstName lt "Z")", true},    {R"(firstName lt "é")", true},    {R"(firstName co "")", true},
      {R"(firstName Eq "ann")", true},  {R"(firstName PR)", true},        {R"(id gt "one:a")", true},
      {R"(id lt "one:aa")", true},
  };
  check(cases, Ann());
}

TEST_CASE("text orders by code point, beyond the basic plane too") {
  Pair pair;
  pair.one.text(TextField::first_name) = given("\U0001F600");
  CHECK(matches("firstName gt \"\uFFFD\"", pair));
}

TEST_CASE("what has no value matches eq null, ne and not, and nothing else") {
  Pair nobody;
  nobody.one.has_role = true;  // without a name
  nobody.two.text(TextField::email) = given("");
  for (const std::string_view name :
       {"email", "displayName", "state", "userDomainType", "role.name", "groups.id", "groups.name",
        "lastDirectorySyncTime", "softDeletionTime", "immutableId"}) {
    const bool is_date = name.ends_with("Time");
    const std::string value = is_date ? "\"2024-01-01T00:00:00Z\"" : "\"a\"";
    const auto match = [&](std::string_view rest) {
      return matches(std::string(name) + ' ' + std::string(rest), nobody);
    };
    CAPTURE(name);
    CHECK_FALSE(match("pr"));
    CHECK(match("eq null"));
    CHECK_FALSE(match("ne null"));
    CHECK(match("ne " + value));
    for (const std::string op : {"eq ", "gt ", "ge ", "lt ", "le ", "co ", "sw ", "ew "})
      CHECK_FALSE(match(op + value));
    CHECK_FALSE(match("co \"\""));
  }
  CHECK_FALSE(matches("role pr", nobody));
  CHECK_FALSE(matches("groups pr", nobody));
  CHECK_FALSE(matches(R"(email eq "")", nobody));
  CHECK(matches("sources pr", nobody));
  nobody.accounts = {nullptr, nullptr};
  CHECK_FALSE(matches("sources pr", nobody));
  CHECK(matches("id eq null", nobody));
}

TEST_CASE("an attribute of several values matches where one does, and ne where none is equal") {
  const Case cases[] = {
      {R"(groups.name eq "sales")", true},
      {R"(groups.name ne "sales")", false},
      {R"(groups.name ne "other")", true},
      {R"(groups.name gt "sales")", true},
      {R"(groups.name gt "support")", false},
      {R"(groups.name lt "sales")", false},
      {"groups.name eq null", false},
      {"groups.name ne null", true},
      {R"(sources.provider ne "one")", false},
      {R"(groups.id eq "g-1" and groups.name eq "support")", true},  // of two groups
  };
  check(cases, Ann());
  Ann half;
  half.groups[0].name = {};
  CHECK(matches("groups.name ne null", half));
  CHECK(matches(R"(groups.name eq "support")", half));
}

TEST_CASE("only the sources that are there are asked") {
  Ann ann;
  ann.accounts[0] = nullptr;
  CHECK(matches(R"(id eq "two:77")", ann));
  CHECK(matches(R"(sources.id eq "77")", ann));
  CHECK_FALSE(matches(R"(sources.provider eq "one")", ann));
  CHECK_FALSE(matches(R"(sources.id eq "aB1")", ann));
}

TEST_CASE("dates compare as instants, and look inside as text") {
  // lastDirectorySyncTime is 2024-01-01T12:00:00.5+02:00.
  const Case cases[] = {
      {R"(lastDirectorySyncTime eq "2024-01-01T10:00:00.500Z")", true},
      {R"(lastDirectorySyncTime ne "2024-01-01T10:00:00.500Z")", false},
      {R"(lastDirectorySyncTime eq "2024-01-01T12:00:00.5Z")", false},
      {R"(lastDirectorySyncTime gt "2024-01-01T11:00:00+02:00")", true},
      {R"(lastDirectorySyncTime gt "2024-01-01T11:00:00Z")", false},
      {R"(lastDirectorySyncTime ge "2024-01-01T10:00:00.5Z")", true},
      {R"(lastDirectorySyncTime lt "2024-01-01T10:00:00.50000000001Z")", true},
      {R"(lastDirectorySyncTime le "2024-01-01T10:00:00.4Z")", false},
      {R"(lastDirectorySyncTime sw "2024-01-01t12")", true},
      {R"(lastDirectorySyncTime ew "+02:00")", true},
      {R"(lastDirectorySyncTime co "10:00")", false},
  };
  check(cases, Ann());
  Ann odd;
  odd.one.text(TextField::soft_deletion_time) = given("yesterday");
  CHECK(matches("softDeletionTime pr", odd));
  CHECK_FALSE(matches(R"(softDeletionTime eq "2024-01-01T00:00:00Z")", odd));
  CHECK(matches(R"(softDeletionTime ne "2024-01-01T00:00:00Z")", odd));
  CHECK_FALSE(matches(R"(softDeletionTime lt "9999-01-01T00:00:00Z")", odd));
}

TEST_CASE("a string is read with every escape of JSON") {
  Pair pair;
  pair.one.text(TextField::display_name) = given("a\"\\/\b\f\n\r\t\u00e9\U0001F600)");
  CHECK(matches(R"=(displayName eq "a\"\\\/\b\f\n\r\t\u00E9\ud83d\ude00)")=", pair));
}

TEST_CASE("copies of one filter serve several threads at once") {
  const Filter filter =
      tests::schema_filters::parsed(R"(id sw "one:" and lastName eq "STRASSE" and groups.name co "PP")");
  std::array<int, 4> matched{};
  std::vector<std::thread> threads;
  for (int& count : matched) {
    threads.emplace_back([filter, &count] {
      const Ann ann;
      for (int i = 0; i < 1000; ++i)
        count += filter.matches(ann.person()) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(matched == std::array<int, 4>{1000, 1000, 1000, 1000});
}

}  // namespace schema
