#include "gateway/aggregate/merge.hpp"
#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

using schema::TextField;
using tests::gateway_users::Account;
using tests::gateway_users::list_of;

Listing listing_of(const std::vector<Account>& accounts) {
  std::vector<Part> parts;
  parts.push_back(
      {"partner_center", TextField::user_principal_name, list_of(accounts, TextField::user_principal_name)});
  return merge(std::move(parts));
}

std::string ids(const Listing& listing, std::size_t limit) {
  std::string text;
  for (const std::uint32_t place : first_by_display_name(listing, limit)) {
    if (!text.empty()) text += ' ';
    text += listing[place].accounts[listing[place].first()]->id.view();
  }
  return text;
}

}  // namespace

TEST_CASE("sorts by the folded display name, by code point") {
  const Listing listing = listing_of({
      {"1", "1@x", "zoe"},
      {"2", "2@x", "Zoe A"},
      {"3", "3@x", "anna"},
      {"4", "4@x", "ANNA B"},
      {"5", "5@x", "\xC3\x84nne"},       // Ä
      {"6", "6@x", "\xEF\xBC\xA1nna"},   // full-width A: anna by NFKC
      {"7", "7@x", "\xF0\x9D\x94\xB8"},  // mathematical A: a by NFKC
      {"8", "8@x", "\xE5\xA4\xA7"},      // CJK
      {"9", "9@x", "\xF0\x9F\x98\x80"},  // past the BMP: last of all
      {"10", "10@x", "Annabelle Abcdefgh"},
      {"11", "11@x", "Annabelle Abcdefg"},
  });
  CHECK(ids(listing, 100) == "7 3 6 4 11 10 1 2 5 8 9");
}

TEST_CASE("those without a name come last, and ties are settled by id") {
  const Listing listing = listing_of({
      {"d", "1@x", std::nullopt},
      {"c", "2@x", "Same"},
      {"b", "3@x", std::nullopt},
      {"a", "4@x", "SAME"},
      {"e", "5@x", "\xEF\xBF\xBD"},
  });
  CHECK(ids(listing, 100) == "a c e b d");
}

TEST_CASE("ties between providers are settled by {provider}:{id}, byte by byte") {
  const std::vector<Account> one = {{"1", "1@x", "Same"}};
  const std::vector<Account> two = {{"0", "2@x", "Same"}};
  const std::vector<Account> three = {{"9", "3@x", "Same"}};
  std::vector<Part> parts;
  parts.push_back({"b", TextField::email, list_of(one, TextField::email)});
  parts.push_back({"b2", TextField::email, list_of(two, TextField::email)});
  parts.push_back({"a", TextField::email, list_of(three, TextField::email)});
  // "a:9" < "b2:0" < "b:1": a digit comes before the colon.
  CHECK(ids(merge(std::move(parts)), 100) == "9 0 1");
}

TEST_CASE("the first of many are the first of all, whatever the limit") {
  std::vector<Account> accounts;
  for (int i = 0; i < 500; ++i) {
    const std::string number = std::to_string(1000 + i);
    std::optional<std::string> name = "Name of some length " + std::to_string(i % 50);
    if (i % 7 == 0) name.reset();
    accounts.push_back({number, number + "@x", name});
  }
  std::mt19937 shuffle(7);
  std::ranges::shuffle(accounts, shuffle);
  const Listing listing = listing_of(accounts);
  const auto all = first_by_display_name(listing, 1000);
  REQUIRE(all.size() == 500);
  for (const std::size_t limit :
       {std::size_t(1), std::size_t(2), std::size_t(100), std::size_t(499), std::size_t(500)}) {
    CAPTURE(limit);
    const auto some = first_by_display_name(listing, limit);
    REQUIRE(some.size() == limit);
    CHECK(std::equal(some.begin(), some.end(), all.begin()));
  }
}

}  // namespace gateway::aggregate
