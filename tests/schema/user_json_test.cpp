#include "schema/user_json.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <array>

namespace schema {
namespace {

constexpr std::array<std::string_view, 3> providers = {"one", "two", "three"};

Text given(std::string_view text) { return {text, true}; }
Text derived(std::string_view text) { return {text, true, Text::Origin::derived}; }

std::string json_of(std::span<const User* const> accounts, std::string_view more = {}) {
  std::string out;
  append_person(out, Person{accounts, providers}, more);
  return out;
}

std::string conflicts_of(const User& one, const User& two) {
  const std::array<const User*, 3> accounts = {&one, nullptr, &two};
  const std::string text = json_of(accounts);
  const std::size_t place = text.find(R"(,"conflicts":)");
  return place == text.npos ? "" : text.substr(place + 13, text.size() - place - 14);
}

}  // namespace

TEST_CASE("a person without values has every member all the same, in the published order") {
  User user;
  user.id = given("u1");
  user.customer_id = given("c1");
  const std::array<const User*, 3> accounts = {nullptr, &user, nullptr};
  CHECK(
      json_of(accounts) ==
      R"({"id":"two:u1","userPrincipalName":null,"email":null,"firstName":null,"lastName":null,)"
      R"("displayName":null,"state":null,"usageLocation":null,"phoneNumber":null,"immutableId":null,)"
      R"("userDomainType":null,"lastDirectorySyncTime":null,"softDeletionTime":null,"role":null,"groups":[],)"
      R"("sources":[{"provider":"two","customerId":"c1","id":"u1"}]})");
}

TEST_CASE("a person of two providers is merged by precedence, with both sources") {
  User one;
  one.id = given("u1");
  one.customer_id = given("c1");
  one.text(TextField::user_principal_name) = given("ann@x.org");
  one.text(TextField::first_name) = given("Ann");
  one.text(TextField::last_name) = given("Lee");
  one.text(TextField::display_name) = given("Lee, Ann");
  one.text(TextField::usage_location) = given("DE");
  one.text(TextField::phone_number) = given("+49");
  one.text(TextField::immutable_id) = given("im");
  one.text(TextField::last_directory_sync_time) = given("2024-01-01T00:00:00Z");
  one.text(TextField::soft_deletion_time) = given("2024-01-02T00:00:00Z");
  one.state = UserState::deleted;
  one.user_domain_type = UserDomainType::managed;
  User two;
  two.id = given("u2");
  two.customer_id = given("c2");
  two.text(TextField::email) = given("ann@x.org");
  two.text(TextField::first_name) = given("Ann");
  two.text(TextField::last_name) = given("Lee");
  two.text(TextField::display_name) = derived("Ann Lee");
  two.state = UserState::active;
  two.state_derived = true;
  two.has_role = true;
  two.role_name = given("Admin");
  const std::array<Group, 2> groups = {Group{given("g1"), given("Sales")}, Group{given("g2"), {}}};
  two.groups = groups;
  const std::array<const User*, 3> accounts = {&one, nullptr, &two};
  CHECK(
      json_of(accounts, R"(,"complete":true)") ==
      R"({"id":"one:u1","userPrincipalName":"ann@x.org","email":"ann@x.org","firstName":"Ann",)"
      R"("lastName":"Lee","displayName":"Lee, Ann","state":"deleted","usageLocation":"DE","phoneNumber":"+49",)"
      R"("immutableId":"im","userDomainType":"managed","lastDirectorySyncTime":"2024-01-01T00:00:00Z",)"
      R"("softDeletionTime":"2024-01-02T00:00:00Z","role":{"name":"Admin"},)"
      R"("groups":[{"id":"g1","name":"Sales"},{"id":"g2","name":null}],)"
      R"("sources":[{"provider":"one","customerId":"c1","id":"u1"},)"
      R"({"provider":"three","customerId":"c2","id":"u2"}],"complete":true})");
}

TEST_CASE("text that needs escapes is escaped wherever it stands") {
  User user;
  user.id = Text("u\"1", false);
  user.customer_id = Text("c\\1", false);
  user.text(TextField::display_name) = Text("Ann \"A\"\n", false);
  user.has_role = true;
  user.role_name = Text("\t", false);
  const std::array<const User*, 3> accounts = {&user, nullptr, nullptr};
  const std::string text = json_of(accounts);
  const auto read = boost::json::parse(text).as_object();
  CHECK(read.at("id") == "one:u\"1");
  CHECK(read.at("displayName") == "Ann \"A\"\n");
  CHECK(read.at("role").at("name") == "\t");
  CHECK(read.at("sources").at(0).at("customerId") == "c\\1");
  CHECK(text.starts_with(R"({"id":"one:u\"1","userPrincipalName":null,)"));
}

TEST_CASE("texts of any length arrive whole") {
  for (const std::size_t length : {0, 1, 500, 1000, 1500, 1900, 2000, 2047, 2048, 2049, 5000, 100000}) {
    const std::string long_text(length, 'x');
    User user;
    user.id = given("u1");
    user.customer_id = given("c1");
    for (Text& text : user.texts)
      text = given(long_text);
    const std::array<const User*, 3> accounts = {&user, nullptr, nullptr};
    const auto read = boost::json::parse(json_of(accounts)).as_object();
    CAPTURE(length);
    for (std::size_t i = 0; i < text_field_count; ++i)
      CHECK(std::string(read.at(std::string(name_of(static_cast<TextField>(i)))).as_string()) == long_text);
    CHECK(read.size() == 16);
  }
}

TEST_CASE("many groups and many people follow each other without a gap") {
  const std::vector<Group> groups(300, Group{given("g"), given("Group")});
  User user;
  user.id = given("u1");
  user.customer_id = given("c1");
  user.groups = groups;
  const std::array<const User*, 3> accounts = {&user, nullptr, nullptr};
  std::string out = "[";
  append_person(out, Person{accounts, providers});
  out += ',';
  append_person(out, Person{accounts, providers});
  out += ']';
  const auto read = boost::json::parse(out);
  CHECK(read.as_array().size() == 2);
  CHECK(read.at(0) == read.at(1));
  CHECK(read.at(0).at("groups").as_array().size() == 300);
}

TEST_CASE("given values that differ are a conflict, with every source's value, the chosen one too") {
  for (std::size_t i = 0; i < text_field_count; ++i) {
    const auto field = static_cast<TextField>(i);
    User one;
    User two;
    one.text(field) = given("a");
    two.text(field) = given("A");
    CAPTURE(name_of(field));
    CHECK(conflicts_of(one, two) ==
          R"([{"field":")" + std::string(name_of(field)) + R"(","values":{"one":"a","three":"A"}}])");
  }
}

TEST_CASE("equal, null and derived values are no conflict") {
  const Text texts[][2] = {
      {given("a"), given("a")},
      {given("a"), {}},
      {{}, given("a")},
      {{}, {}},
      {given("a"), derived("b")},
      {derived("a"), given("b")},
      {derived("a"), derived("b")},
  };
  for (const auto& pair : texts) {
    User one;
    User two;
    one.text(TextField::display_name) = pair[0];
    two.text(TextField::display_name) = pair[1];
    CHECK(conflicts_of(one, two) == "");
  }
  User one;
  User two;
  one.state = UserState::deleted;
  two.state = UserState::active;
  two.state_derived = true;
  one.user_domain_type = UserDomainType::none;
  one.has_role = true;
  two.has_role = true;
  two.role_name = given("Admin");
  const std::array<Group, 1> groups = {Group{given("g"), {}}};
  two.groups = groups;
  CHECK(conflicts_of(one, two) == "");
}

TEST_CASE("state, domain type, role and groups can be in conflict as well, in the published order") {
  User one;
  User two;
  one.state = UserState::deleted;
  two.state = UserState::active;
  one.user_domain_type = UserDomainType::none;
  two.user_domain_type = UserDomainType::federated;
  one.has_role = two.has_role = true;
  one.role_name = given("Admin");
  two.role_name = given("User");
  const std::array<Group, 2> groups = {Group{given("g1"), given("A")}, Group{given("g2"), given("B")}};
  one.groups = groups;
  two.groups = std::span(groups).first(1);
  one.text(TextField::soft_deletion_time) = given("1");
  two.text(TextField::soft_deletion_time) = given("2");
  CHECK(conflicts_of(one, two) ==
        R"([{"field":"state","values":{"one":"deleted","three":"active"}},)"
        R"({"field":"userDomainType","values":{"one":"none","three":"federated"}},)"
        R"({"field":"softDeletionTime","values":{"one":"1","three":"2"}},)"
        R"({"field":"role","values":{"one":{"name":"Admin"},"three":{"name":"User"}}},)"
        R"({"field":"groups","values":{"one":[{"id":"g1","name":"A"},{"id":"g2","name":"B"}],)"
        R"("three":[{"id":"g1","name":"A"}]}}])");
}

TEST_CASE("groups are compared by id and order, not by name") {
  const std::array<Group, 1> named = {Group{given("g1"), given("A")}};
  const std::array<Group, 1> renamed = {Group{given("g1"), given("B")}};
  User one;
  User two;
  one.groups = named;
  two.groups = renamed;
  CHECK(conflicts_of(one, two) == "");
}

TEST_CASE("a conflict of two among three shows the third's null and derived value too") {
  User one;
  User two;
  User three;
  one.text(TextField::display_name) = derived("made");
  two.text(TextField::display_name) = given("a");
  three.text(TextField::display_name) = given("b");
  const std::array<const User*, 3> accounts = {&one, &two, &three};
  const auto read = boost::json::parse(json_of(accounts, R"(,"complete":true)")).as_object();
  CHECK(read.at("displayName") == "a");
  CHECK(read.at("conflicts").at(0).at("values") ==
        boost::json::parse(R"({"one":"made","two":"a","three":"b"})"));
  CHECK(read.at("complete") == true);
  CHECK(std::prev(std::prev(read.end()))->key() == "conflicts");
}

}  // namespace schema
