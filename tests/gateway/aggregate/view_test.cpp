#include "gateway/aggregate/view.hpp"

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

View view_of(const std::vector<Account>& accounts, const Selection& selection = {}, Sort sort = {}) {
  std::vector<Part> parts;
  parts.push_back(
      {"partner_center", TextField::user_principal_name, list_of(accounts, TextField::user_principal_name)});
  return {std::move(parts), selection, sort};
}

std::string ids(const View& view, const View::Page& page) {
  std::string text;
  for (const std::uint32_t place : page.people) {
    if (!text.empty()) text += ' ';
    const schema::Person person = view.listing()[place];
    text += person.accounts[person.first()]->id.view();
  }
  return text;
}

std::string ids(const View& view, std::size_t limit) { return ids(view, view.first(limit)); }

}  // namespace

TEST_CASE("sorts by the folded display name, by code point") {
  const View view = view_of({
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
  CHECK(ids(view, 100) == "7 3 6 4 11 10 1 2 5 8 9");
}

TEST_CASE("those without a name come last, and ties are settled by id") {
  const View view = view_of({
      {"d", "1@x", std::nullopt},
      {"c", "2@x", "Same"},
      {"b", "3@x", std::nullopt},
      {"a", "4@x", "SAME"},
      {"e", "5@x", "\xEF\xBF\xBD"},
  });
  CHECK(ids(view, 100) == "a c e b d");
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
  const View view(std::move(parts), {}, {});
  CHECK(ids(view, 100) == "9 0 1");
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
  const View view = view_of(accounts);
  const auto all = view.first(1000).people;
  REQUIRE(all.size() == 500);
  for (const std::size_t limit :
       {std::size_t(1), std::size_t(2), std::size_t(100), std::size_t(499), std::size_t(500)}) {
    CAPTURE(limit);
    const auto some = view.first(limit);
    REQUIRE(some.people.size() == limit);
    CHECK(some.more == (limit < 500));
    CHECK(std::equal(some.people.begin(), some.people.end(), all.begin()));
  }
}

TEST_CASE("in descending order those without a value are still last, and ties still go by ascending id") {
  const std::vector<Account> accounts = {{"d", "1@x", std::nullopt},
                                         {"c", "2@x", "Ada"},
                                         {"b", "3@x", "Bob"},
                                         {"a", "4@x", "BOB"},
                                         {"e", "5@x", "Cy"}};
  CHECK(ids(view_of(accounts, {}, {SortField::display_name, true}), 100) == "e a b c d");
  CHECK(ids(view_of(accounts, {}, {SortField::display_name, false}), 100) == "c a b e d");
}

TEST_CASE("sorts by any field, folded where no list has done so, and by id as it is") {
  const std::vector<Account> accounts = {{"10", "b@x", "Zoe"}, {"9", "A@x", "Ada"}, {"8", "C@x", "Bob"}};
  CHECK(ids(view_of(accounts, {}, {SortField::user_principal_name, false}), 100) == "9 10 8");
  CHECK(ids(view_of(accounts, {}, {SortField::user_principal_name, true}), 100) == "8 10 9");
  CHECK(ids(view_of(accounts, {}, {SortField::id, false}), 100) == "10 8 9");
  CHECK(ids(view_of(accounts, {}, {SortField::id, true}), 100) == "9 8 10");
  // Nobody has one: in the order of the ids.
  CHECK(ids(view_of(accounts, {}, {SortField::last_name, true}), 100) == "10 8 9");
}

TEST_CASE("shows those whom the search finds, and counts the accounts among them") {
  Selection selection;
  selection.search = "nn";
  const std::vector<Account> center = {
      {"p1", "ann@x", "Zoe"}, {"p2", "bob@x", "BeNNo"}, {"p3", "cy@x", "Cy"}};
  const std::vector<Account> cockpit = {{"c1", "ANN@x", "Other"}, {"c2", "eve@x", std::nullopt}};
  std::vector<Part> parts;
  parts.push_back({"a", TextField::user_principal_name, list_of(center, TextField::user_principal_name)});
  parts.push_back({"b", TextField::email, list_of(cockpit, TextField::email)});
  const View view(std::move(parts), selection, {});
  CHECK(ids(view, 100) == "p2 p1");
  CHECK(view.size() == 2);
  CHECK(view.counts() == std::vector<std::uint64_t>{2, 1});
}

TEST_CASE("a walk by positions shows everybody once, also where texts agree for longer than they count") {
  std::vector<Account> accounts;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(1000 + i);
    std::optional<std::string> name = std::string(static_cast<std::size_t>(i % 3) * 80, 'n') + number;
    if (i % 11 == 0) name.reset();
    accounts.push_back({number, number + "@x", name});
  }
  for (const bool descending : {false, true}) {
    for (const SortField field : {SortField::display_name, SortField::id, SortField::user_principal_name}) {
      const View view = view_of(accounts, {}, {field, descending});
      const std::string whole = ids(view, 1000);
      std::string walked;
      View::Page page = view.first(7);
      for (;;) {
        walked += (walked.empty() ? "" : " ") + ids(view, page);
        if (!page.more) break;
        const Position last = view.position_of(page.people.back());
        CHECK(last.text.size() <= sort_text_bytes);
        page = view.after(last, 7);
      }
      CHECK(walked == whole);
    }
  }
}

TEST_CASE("a walk goes on behind somebody who has gone") {
  std::vector<Account> accounts = {{"1", "1@x", "Ada"}, {"2", "2@x", "Bob"}, {"3", "3@x", "Cy"}};
  const View before = view_of(accounts);
  const Position last = before.position_of(before.first(2).people.back());
  accounts.erase(accounts.begin() + 1);
  accounts.push_back({"4", "4@x", "Abe"});  // comes before the place: not shown any more
  accounts.push_back({"5", "5@x", "Bob"});  // behind it
  const View after = view_of(accounts);
  CHECK(ids(after, after.after(last, 10)) == "5 3");
}

TEST_CASE("the first page's items are rendered once while somebody has them") {
  const View view = view_of({{"1", "1@x", "Ada"}});
  int rendered = 0;
  const auto render = [&rendered] {
    ++rendered;
    return std::make_shared<const RenderedItems>();
  };
  {
    const auto one = view.first_items(10, render);
    const auto two = view.first_items(10, render);
    CHECK(one == two);
    CHECK(rendered == 1);
    view.first_items(20, render);
    CHECK(rendered == 2);
  }
  view.first_items(10, render);
  CHECK(rendered == 3);
}

}  // namespace gateway::aggregate
