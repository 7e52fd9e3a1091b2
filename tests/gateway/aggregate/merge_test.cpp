#include "gateway/aggregate/merge.hpp"

#include "schema/user_json.hpp"
#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

using schema::TextField;
using tests::gateway_users::Account;
using tests::gateway_users::list_of;

constexpr std::string_view partner_center = "partner_center";
constexpr std::string_view cloud_cockpit = "cloud_cockpit";

Part center_part(const std::vector<Account>& accounts) {
  return {partner_center, TextField::user_principal_name, list_of(accounts, TextField::user_principal_name)};
}
Part cockpit_part(const std::vector<Account>& accounts) {
  return {cloud_cockpit, TextField::email, list_of(accounts, TextField::email)};
}

Listing merged(const std::vector<Account>& at_center, const std::vector<Account>& at_cockpit) {
  std::vector<Part> parts;
  parts.push_back(center_part(at_center));
  parts.push_back(cockpit_part(at_cockpit));
  return merge(std::move(parts));
}

// Who is whom: "p1+c1" is one person in both, "p2" and "c2" are in one only.
std::string people(const Listing& listing) {
  std::string text;
  for (std::size_t i = 0; i < listing.size(); ++i) {
    if (i > 0) text += ' ';
    bool first = true;
    for (const schema::User* account : listing[i].accounts) {
      if (account == nullptr) continue;
      if (!first) text += '+';
      first = false;
      text += account->id.view();
    }
  }
  return text;
}

// All people in the order of their ids, to the byte.
std::string answer(const Listing& listing) {
  std::set<std::string> people;
  for (std::size_t i = 0; i < listing.size(); ++i) {
    std::string person;
    schema::append_person(person, listing[i]);
    people.insert(std::move(person));
  }
  std::string out;
  for (const auto& person : people)
    out += person;
  return out;
}

}  // namespace

TEST_CASE(
    "two accounts are one person when their identities are equal, whatever case and blanks they are in") {
  struct Row {
    std::string what;
    std::optional<std::string> left, right;
    bool same;
  };
  const std::vector<Row> rows = {
      {"equal", "ann@x.example", "ann@x.example", true},
      {"another case", "Ann@X.Example", "aNN@x.eXAMPLE", true},
      {"blanks around", " ann@x.example\t", "\n ann@x.example", true},
      {"no-break space around",
       "\xC2\xA0"
       "ann@x.example",
       "ann@x.example", true},
      {"another case beyond ASCII", "J\xC3\x9CRGEN@x.example", "j\xC3\xBCrgen@x.example", true},
      {"Greek sigma at the end", "\xCE\xA3@x", "\xCF\x82@x", true},
      {"sharp s is not two (simple folding)",
       "stra\xC3\x9F"
       "e@x",
       "strasse@x", false},
      {"blanks inside", "ann b@x.example", "annb@x.example", false},
      {"others", "ann@x.example", "bob@x.example", false},
      {"null and null", std::nullopt, std::nullopt, false},
      {"null and a value", std::nullopt, "ann@x.example", false},
      {"blank and blank", "  ", " \t", false},
      {"a prefix", "ann@x.example", "ann@x.example.com", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Listing listing = merged({{"p1", row.left, "A"}}, {{"c1", row.right, "A"}});
    CHECK(people(listing) == (row.same ? "p1+c1" : "p1 c1"));
    CHECK(listing.warnings().empty());
  }
}

TEST_CASE("people come in the order of precedence, then of the lists") {
  const Listing listing = merged({{"p1", "a@x", "A"}, {"p2", "b@x", "B"}, {"p3", "c@x", "C"}},
                                 {{"c1", "z@x", "Z"}, {"c2", "C@X", "C"}, {"c3", "A@X", "A"}});
  CHECK(people(listing) == "p1+c3 p2 p3+c2 c1");
}

TEST_CASE("merges nobody of whom one provider has two, and names them") {
  const Listing listing = merged({{"p1", "a@x", "A"}, {"p2", "b@x", "B"}},
                                 {{"c1", "A@x", "A"}, {"c2", "b@x", "B"}, {"c3", "a@X ", "A"}});
  CHECK(people(listing) == "p1 p2+c2 c1 c3");
  REQUIRE(listing.warnings().size() == 1);
  const Warning& warning = listing.warnings().front();
  CHECK(warning.code == "ambiguous_identity");
  CHECK(warning.provider == cloud_cockpit);
  CHECK(warning.ids == std::vector<std::string>{"cloud_cockpit:c1", "cloud_cockpit:c3"});
  CHECK(warning.detail.find("a@") == std::string::npos);
}

TEST_CASE("one warning for each identity that is there twice, of each provider") {
  const Listing listing =
      merged({{"p1", "a@x", "A"}, {"p2", "a@x", "A"}, {"p3", "b@x", "B"}, {"p4", "b@x", "B"}},
             {{"c1", "a@x", "A"}, {"c2", "a@x", "A"}, {"c3", "a@x", "A"}});
  CHECK(listing.size() == 7);
  REQUIRE(listing.warnings().size() == 3);
  CHECK(listing.warnings()[0].ids == std::vector<std::string>{"partner_center:p1", "partner_center:p2"});
  CHECK(listing.warnings()[1].ids == std::vector<std::string>{"partner_center:p3", "partner_center:p4"});
  CHECK(listing.warnings()[2].ids.size() == 3);
}

TEST_CASE("two without an identity are not the same person and no ambiguity") {
  const Listing listing = merged({{"p1", std::nullopt, "A"}, {"p2", " ", "A"}, {"p3", std::nullopt, "A"}},
                                 {{"c1", std::nullopt, "A"}});
  CHECK(listing.size() == 4);
  CHECK(listing.warnings().empty());
}

TEST_CASE("names who shares an identity also where one provider alone is asked") {
  std::vector<Part> parts;
  parts.push_back(center_part({{"p1", "a@x", "A"}, {"p2", "A@x", "A"}, {"p3", "b@x", "B"}}));
  const Listing listing = merge(std::move(parts));
  CHECK(people(listing) == "p1 p2 p3");
  REQUIRE(listing.warnings().size() == 1);
  CHECK(listing.warnings()[0].ids.size() == 2);
}

TEST_CASE("nobody to merge is an empty list") {
  const Listing none = merge({});
  CHECK(none.size() == 0);
  const Listing empty = merged({}, {});
  CHECK(empty.size() == 0);
}

TEST_CASE("three providers' accounts become one person, without the one where the identity is ambiguous") {
  std::vector<Part> parts;
  parts.push_back(center_part({{"p1", "a@x", "A"}, {"p2", "a@x", "A"}}));
  parts.push_back(cockpit_part({{"c1", "a@x", "A"}}));
  parts.push_back({"third", TextField::email, list_of({{"t1", "A@X", "A"}}, TextField::email)});
  CHECK(people(merge(std::move(parts))) == "p1 p2 c1+t1");
}

TEST_CASE(
    "two lists of 10,000 that overlap by 70% give everybody once, the same to the byte in either "
    "precedence") {
  std::vector<Account> at_center, at_cockpit;
  const auto number_of = [](int i) { return std::to_string(100000 + i); };
  for (int i = 0; i < 10'000; ++i) {
    const std::string number = number_of(i);
    at_center.push_back(
        {"p" + number, "User" + number + "@Contoso.example", "User " + std::to_string(i % 997)});
  }
  for (int i = 3'000; i < 13'000; ++i) {
    const std::string number = number_of(i);
    // Another case, blanks around, and every tenth under another name.
    const std::string name = (i % 10 == 0 ? "Other " : "User ") + std::to_string(i % 997);
    at_cockpit.push_back({"c" + number, " user" + number + "@contoso.EXAMPLE\t", name});
  }
  // Nobody's address, an empty one, and one that two have: none of them is anybody else's.
  at_center[0].identity.reset();
  at_center[1].identity = "";
  at_cockpit[0].identity.reset();
  at_cockpit[1].identity = " ";
  at_cockpit[2].identity = at_cockpit[3].identity;

  const Listing listing = merged(at_center, at_cockpit);
  // 7,000 are in both; of these, four at the cockpit are nobody's, or two people's.
  CHECK(listing.size() == 20'000 - (7'000 - 4));
  REQUIRE(listing.warnings().size() == 1);
  CHECK(listing.warnings()[0].ids ==
        std::vector<std::string>{"cloud_cockpit:c" + number_of(3'002), "cloud_cockpit:c" + number_of(3'003)});
  std::set<std::string> ids;
  std::size_t both = 0;
  std::size_t disputed = 0;
  for (std::size_t i = 0; i < listing.size(); ++i) {
    std::size_t accounts = 0;
    for (const schema::User* account : listing[i].accounts) {
      if (account == nullptr) continue;
      ++accounts;
      ids.emplace(account->id.view());
    }
    both += accounts == 2 ? 1 : 0;
    std::string person;
    schema::append_person(person, listing[i]);
    if (person.find("\"conflicts\":[{\"field\":\"displayName\"") != std::string::npos) ++disputed;
  }
  CHECK(both == 7'000 - 4);
  CHECK(ids.size() == 20'000);
  CHECK(disputed == 699);  // every tenth of those in both: the first of them is nobody's

  const auto reversed = [&] {
    std::vector<Part> parts;
    parts.push_back(cockpit_part(at_cockpit));
    parts.push_back(center_part(at_center));
    return answer(merge(std::move(parts)));
  };
  const std::string first = answer(listing);
  const std::string other = reversed();
  CHECK(other != first);
  std::mt19937 shuffle(7);
  for (int round = 0; round < 3; ++round) {
    std::ranges::shuffle(at_center, shuffle);
    std::ranges::shuffle(at_cockpit, shuffle);
    // Only the warning names the two in the order of their list.
    CHECK(answer(merged(at_center, at_cockpit)) == first);
    CHECK(reversed() == other);
  }
}

TEST_CASE("users stay valid when the parts and the list have moved") {
  std::vector<Listing> kept;
  {
    Listing listing = merged({{"p1", "a@x", "Ann"}}, {{"c1", "a@x", "Ann"}});
    kept.push_back(std::move(listing));
  }
  CHECK(people(kept.front()) == "p1+c1");
  CHECK(kept.front()[0].text(TextField::display_name).view() == "Ann");
}

}  // namespace gateway::aggregate
