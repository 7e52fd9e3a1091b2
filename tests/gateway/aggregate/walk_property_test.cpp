// Random populations of two providers, random pages, people who come and go between them: a walk whose list
// is read anew for each page shows everybody who stayed exactly once, in one total order.
#include "gateway/aggregate/view.hpp"
#include "tests/gateway/users.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <rapidcheck.h>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace gateway::aggregate {

namespace {

using schema::TextField;
using tests::gateway_users::Account;
using tests::gateway_users::list_of;

// Few names and identities, so that ties, nulls and matches abound. ASCII: the oracle folds by itself.
rc::Gen<Account> accounts(const std::string& prefix) {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 60), rc::gen::inRange(0, 40), rc::gen::inRange(0, 12)),
      [prefix](const std::tuple<int, int, int>& numbers) {
        const auto [id, identity, name] = numbers;
        Account account;
        account.id = prefix + std::to_string(id);
        if (identity > 3) account.identity = (identity % 2 == 0 ? "U" : "u") + std::to_string(identity / 2);
        if (name > 0)
          account.display_name = std::string(name > 6 ? 120 : 1, 'n') + (name % 2 == 0 ? "A" : "b");
        return account;
      });
}

// One account an id.
std::vector<Account> unique(std::vector<Account> some) {
  std::set<std::string> seen;
  std::erase_if(some, [&seen](const Account& account) { return !seen.insert(account.id).second; });
  return some;
}

struct Population {
  std::vector<Account> left, right;
};

View view_by_name(const Population& world, bool descending) {
  std::vector<Part> parts;
  parts.push_back({"a", TextField::user_principal_name, list_of(world.left, TextField::user_principal_name)});
  parts.push_back({"b", TextField::email, list_of(world.right, TextField::email)});
  return {std::move(parts), {}, {SortField::display_name, descending}};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// A person as the oracle knows it: what decides the order, and who it is.
struct Expected {
  bool is_null = true;
  std::string name;
  std::string id;    // of the first source
  std::string whom;  // all sources
};

// The union by another way: a map from identity to those who have it.
std::vector<Expected> expected(const Population& world, bool descending) {
  std::map<std::string, std::pair<std::vector<Account>, std::vector<Account>>> by_identity;
  std::vector<Expected> people;
  const auto alone = [&people](const Account& account, const std::string& provider) {
    people.push_back({!account.display_name, lower(account.display_name.value_or("")),
                      provider + ":" + account.id, provider + ":" + account.id});
  };
  for (const auto& account : world.left) {
    if (account.identity) by_identity[lower(*account.identity)].first.push_back(account);
    if (!account.identity) alone(account, "a");
  }
  for (const auto& account : world.right) {
    if (account.identity) by_identity[lower(*account.identity)].second.push_back(account);
    if (!account.identity) alone(account, "b");
  }
  for (const auto& [identity, both] : by_identity) {
    const auto& [left, right] = both;
    if (left.size() != 1 || right.size() != 1) {
      for (const auto& account : left)
        alone(account, "a");
      for (const auto& account : right)
        alone(account, "b");
      continue;
    }
    const auto& name = left[0].display_name ? left[0].display_name : right[0].display_name;
    people.push_back(
        {!name, lower(name.value_or("")), "a:" + left[0].id, "a:" + left[0].id + " b:" + right[0].id});
  }
  for (auto& person : people)
    person.name = person.name.substr(0, sort_text_bytes);
  std::ranges::sort(people, [descending](const Expected& x, const Expected& y) {
    if (x.is_null != y.is_null) return y.is_null;
    if (x.name != y.name) return descending ? x.name > y.name : x.name < y.name;
    return x.id < y.id;
  });
  return people;
}

std::string whom(const View& view, std::uint32_t place) {
  const schema::Person person = view.listing()[place];
  std::string text;
  for (std::size_t p = 0; p < person.accounts.size(); ++p) {
    if (person.accounts[p] == nullptr) continue;
    text += (text.empty() ? "" : " ") + std::string(person.providers[p]) + ':' +
            std::string(person.accounts[p]->id.view());
  }
  return text;
}

std::vector<std::string> walk(Population world, bool descending, std::size_t limit,
                              const std::function<void(Population&, std::size_t)>& between) {
  std::vector<std::string> shown;
  std::optional<Position> last;
  for (std::size_t page = 0;; ++page) {
    const View view = view_by_name(world, descending);
    const View::Page now = last ? view.after(*last, limit) : view.first(limit);
    for (const std::uint32_t place : now.people)
      shown.push_back(whom(view, place));
    if (!now.more) return shown;
    last = view.position_of(now.people.back());
    between(world, page);
  }
}

// The same cases every time, unless the environment says otherwise.
void seed() { setenv("RC_PARAMS", "seed=1906 max_success=300", 0); }

}  // namespace

TEST_CASE("the pages of random populations, put together, are the sorted union") {
  seed();
  CHECK(rc::check("pages are the union", [] {
    const Population world{unique(*rc::gen::container<std::vector<Account>>(accounts("p"))),
                           unique(*rc::gen::container<std::vector<Account>>(accounts("c")))};
    const bool descending = *rc::gen::arbitrary<bool>();
    const auto limit = *rc::gen::inRange<std::size_t>(1, 12);
    std::vector<std::string> all;
    for (const auto& person : expected(world, descending))
      all.push_back(person.whom);
    RC_ASSERT(walk(world, descending, limit, [](Population&, std::size_t) {}) == all);
  }));
}

TEST_CASE("while others come and go between random pages, whoever stays is shown exactly once, in order") {
  seed();
  CHECK(rc::check("those who stay are shown once", [] {
    const Population start{unique(*rc::gen::container<std::vector<Account>>(accounts("p"))),
                           unique(*rc::gen::container<std::vector<Account>>(accounts("c")))};
    const bool descending = *rc::gen::arbitrary<bool>();
    const auto limit = *rc::gen::inRange<std::size_t>(1, 6);
    const auto drops = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 60));
    // Who gains or loses a source meanwhile, also by another's going, is somebody else for a while.
    std::set<std::string> wanted;
    for (const auto& person : expected(start, descending))
      wanted.insert(person.whom);
    const auto shown = walk(start, descending, limit, [&](Population& world, std::size_t page) {
      if (page < drops.size()) {
        const std::string id = "p" + std::to_string(drops[page]);
        std::erase_if(world.left, [&id](const Account& account) { return account.id == id; });
      }
      const std::string number = std::to_string(1000 + page);
      world.right.push_back({"c" + number, "new" + number, page % 2 == 0 ? "A" + number : "z" + number});
      std::set<std::string> there;
      for (const auto& person : expected(world, descending))
        there.insert(person.whom);
      std::erase_if(wanted, [&there](const std::string& whom) { return !there.contains(whom); });
    });
    std::vector<std::string> stayed;
    for (const auto& person : expected(start, descending)) {
      if (wanted.contains(person.whom)) stayed.push_back(person.whom);
    }
    std::vector<std::string> seen;
    for (const auto& person : shown) {
      if (wanted.contains(person)) seen.push_back(person);
    }
    RC_ASSERT(seen == stayed);
  }));
}

}  // namespace gateway::aggregate
