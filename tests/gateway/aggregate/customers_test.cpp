#include "gateway/aggregate/customers.hpp"

#include "tests/gateway/fake_provider.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

using adapters::CustomerBinding;
using adapters::ListedCustomer;
using tests::gateway_fakes::guid;
using tests::gateway_fakes::listed;
using Names = std::vector<std::string>;
using Listed = std::vector<ListedCustomer>;

// A tenant of providers `one`, `two` and `three`.
TenantPlan plan_of(std::vector<CustomerPlan> customers = {}) {
  TenantPlan plan;
  plan.name = "contoso";
  plan.providers = {"one", "two", "three"};
  plan.customers = std::move(customers);
  return plan;
}

std::optional<CustomerBinding> bound(int id) { return CustomerBinding{guid(id), "as bound"}; }

CustomersPtr list_of(Listed customers) { return std::make_shared<const Listed>(std::move(customers)); }

CustomerListing merged_customers(const TenantPlan& plan, Listed one, Listed two, Listed three = {}) {
  return merge_customers(plan, {0, 1, 2},
                         {list_of(std::move(one)), list_of(std::move(two)), list_of(std::move(three))});
}

// A GUID's last byte is all that tells these apart.
std::string id_of(const TenantPlan& plan, const CustomerSource& source) {
  return plan.providers[source.provider] + std::to_string(source.binding.id.bytes[15]);
}

// "alias Name domain one1 two2", a dash for what nobody says.
Names shown(const TenantPlan& plan, const std::vector<Customer>& customers) {
  Names lines;
  for (const Customer& customer : customers) {
    std::string line;
    for (const std::string* text : {&customer.alias, &customer.name, &customer.domain})
      line += (text->empty() ? "-" : *text) + ' ';
    for (const CustomerSource& source : customer.sources)
      line += id_of(plan, source) + (source.is_listed ? " " : "? ");
    line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

Names keys_of(std::span<const Customer> customers) {
  Names keys;
  for (const Customer& customer : customers)
    keys.push_back(customer.key());
  return keys;
}

std::vector<Customer> named(const std::vector<std::string>& names) {
  Listed list;
  for (const std::string& name : names)
    list.push_back(listed(static_cast<int>(list.size()) + 1, name));
  return merged_customers(plan_of(), list, {}).customers;
}

}  // namespace

TEST_CASE("a customer of the YAML has its alias, its bindings, and the name that its providers know") {
  const TenantPlan plan = plan_of({{"fabrikam", {bound(1), bound(2), std::nullopt}, std::nullopt}});
  const auto listing = merged_customers(plan, {listed(1, "Fabrikam Inc", {}, "fabrikam.example")},
                                        {listed(2, "Fabrikam at two", {}, "two.example")});
  CHECK(shown(plan, listing.customers) == Names{"fabrikam Fabrikam Inc fabrikam.example one1 two2"});
  CHECK(listing.customers[0].sources[0].binding.qualifier == "as bound");
  CHECK(listing.customers[0].id == "one:" + guid(1).to_string());
  CHECK(listing.warnings.empty());
}

TEST_CASE("name and domain are each of the first provider by precedence that says one") {
  const TenantPlan plan = plan_of({{"fabrikam", {bound(1), bound(2), bound(3)}, std::nullopt}});
  const auto listing = merged_customers(plan, {listed(1, "", {}, "")}, {listed(2, "Second", {}, "")},
                                        {listed(3, "Third", {}, "third.example")});
  CHECK(shown(plan, listing.customers) == Names{"fabrikam Second third.example one1 two2 three3"});
}

TEST_CASE("a customer of the YAML stands there whatever the providers say") {
  const TenantPlan plan = plan_of({{"fabrikam", {bound(1), bound(2), std::nullopt}, std::nullopt}});
  const auto unlisted = merged_customers(plan, {}, {listed(2, "Fabrikam")});
  CHECK(shown(plan, unlisted.customers) == Names{"fabrikam Fabrikam - one1? two2"});
  // The first one failed, and the second lists no customers.
  const auto silent = merge_customers(plan, {0, 1}, {nullptr, nullptr});
  CHECK(shown(plan, silent.customers) == Names{"fabrikam - - one1? two2?"});
}

TEST_CASE("of providers that are not asked nothing is shown, not even what the YAML says") {
  const TenantPlan plan = plan_of({{"both", {bound(1), bound(2), std::nullopt}, std::nullopt},
                                   {"first", {bound(3), std::nullopt, std::nullopt}, std::nullopt}});
  const auto listing = merge_customers(plan, {1}, {list_of({listed(2, "Both")})});
  CHECK(shown(plan, listing.customers) == Names{"both Both - two2"});
}

TEST_CASE("an id is one provider's own: another provider's customer of the same id is another") {
  const TenantPlan plan = plan_of({{"fabrikam", {bound(1), std::nullopt, std::nullopt}, std::nullopt}});
  const auto listing = merged_customers(plan, {}, {listed(1, "Stranger")});
  CHECK(shown(plan, listing.customers) == Names{"- Stranger - two1", "fabrikam - - one1?"});
}

TEST_CASE("others are one customer where several providers say that they are one Microsoft tenant") {
  const TenantPlan plan = plan_of();
  const auto listing = merged_customers(plan, {listed(1, "Adatum", {1}), listed(2, "Bitwise", {2})},
                                        {listed(12, "Bitwise GmbH", {2}), listed(13, "Cohort", {})},
                                        {listed(21, "Adatum AG", {1, 99})});
  CHECK(shown(plan, listing.customers) ==
        Names{"- Adatum - one1 three21", "- Bitwise - one2 two12", "- Cohort - two13"});
  CHECK(listing.customers[0].sources[0].binding.qualifier == "as listed");
  CHECK(listing.warnings.empty());
}

TEST_CASE("what the YAML has bound is not merged further: it is exactly where the YAML says") {
  const TenantPlan plan = plan_of({{"fabrikam", {bound(1), std::nullopt, std::nullopt}, std::nullopt}});
  const auto listing = merged_customers(plan, {listed(1, "Fabrikam", {1})}, {listed(12, "Fabrikam", {1})});
  CHECK(shown(plan, listing.customers) == Names{"fabrikam Fabrikam - one1", "- Fabrikam - two12"});
}

TEST_CASE("two of one provider that claim one tenant are merged with nobody, and a warning names them") {
  const TenantPlan plan = plan_of();
  const auto listing = merged_customers(plan, {listed(1, "Adatum", {1})},
                                        {listed(13, "Adatum new", {1}), listed(12, "Adatum old", {1})},
                                        {listed(21, "Adatum AG", {1})});
  CHECK(shown(plan, listing.customers) ==
        Names{"- Adatum - one1 three21", "- Adatum new - two13", "- Adatum old - two12"});
  REQUIRE(listing.warnings.size() == 1);
  const Warning& warning = listing.warnings[0];
  CHECK(warning.code == "ambiguous_customer");
  CHECK(warning.provider == "two");
  CHECK(warning.ids == Names{"two:" + guid(12).to_string(), "two:" + guid(13).to_string()});
  CHECK(warning.detail.find("Microsoft tenant") != std::string::npos);
}

TEST_CASE("a claim that a customer of the YAML makes too is as unclear") {
  const TenantPlan plan = plan_of({{"fabrikam", {std::nullopt, bound(12), std::nullopt}, std::nullopt}});
  const auto listing = merged_customers(plan, {listed(1, "At one", {1})},
                                        {listed(12, "Fabrikam", {1}), listed(13, "Rival", {1})});
  CHECK(shown(plan, listing.customers) ==
        Names{"- At one - one1", "fabrikam Fabrikam - two12", "- Rival - two13"});
  CHECK(listing.warnings.size() == 1);
}

TEST_CASE("where the YAML has said which is which, there is nothing to warn of") {
  const TenantPlan plan = plan_of({{"new", {bound(1), bound(12), std::nullopt}, std::nullopt},
                                   {"old", {std::nullopt, bound(13), std::nullopt}, std::nullopt}});
  const auto listing =
      merged_customers(plan, {listed(1, "New", {1})}, {listed(12, "New", {1}), listed(13, "Old", {1})});
  CHECK(shown(plan, listing.customers) == Names{"new New - one1 two12", "old Old - two13"});
  CHECK(listing.warnings.empty());
}

TEST_CASE("a customer of several tenants does not make one customer of two") {
  const TenantPlan plan = plan_of();
  const auto listing =
      merged_customers(plan, {listed(1, "East", {1}), listed(2, "West", {2})}, {listed(12, "Whole", {1, 2})});
  CHECK(shown(plan, listing.customers) == Names{"- East - one1", "- West - one2", "- Whole - two12"});
  REQUIRE(listing.warnings.size() == 1);
  CHECK(listing.warnings[0].ids == Names{"one:" + guid(1).to_string(), "one:" + guid(2).to_string()});
}

TEST_CASE("one that names its tenant twice claims it once") {
  const auto listing =
      merged_customers(plan_of(), {listed(1, "Adatum", {1, 1})}, {listed(12, "Adatum", {1})});
  CHECK(listing.customers.size() == 1);
  CHECK(listing.warnings.empty());
}

TEST_CASE("customers stand by folded name, the nameless last, ties by the first source's id") {
  const auto customers =
      named({"zulu", "", "\xc3\x84pfel", "Alpha", "alpha", "ALPHA", "\xef\xbc\xa2rave", ""});
  Names names;
  for (const Customer& customer : customers)
    names.push_back(customer.name + std::to_string(customer.sources[0].binding.id.bytes[15]));
  CHECK(names ==
        Names{"Alpha4", "alpha5", "ALPHA6", "\xef\xbc\xa2rave7", "zulu1", "\xc3\x84pfel3", "2", "8"});
}

TEST_CASE("a key is the alias, else the first source's own id, and keys sort by bytes") {
  const TenantPlan plan = plan_of({{"zoo", {bound(200), std::nullopt, std::nullopt}, std::nullopt},
                                   {"fabrikam", {bound(100), std::nullopt, std::nullopt}, std::nullopt},
                                   {"0-first", {bound(101), std::nullopt, std::nullopt}, std::nullopt}});
  const auto listing =
      merged_customers(plan, {listed(1, "Zebra"), listed(2, "Ant")}, {listed(12, "Bee", {1})});
  CHECK(keys_of(sorted_by_key(listing.customers)) ==
        Names{"0-first", guid(1).to_string(), guid(2).to_string(), guid(12).to_string(), "fabrikam", "zoo"});
}

TEST_CASE(
    "a search, which is folded, finds a part of the alias, the name or the domain, in any case of theirs") {
  const TenantPlan plan = plan_of({{"fabrikam", {bound(1), std::nullopt, std::nullopt}, std::nullopt}});
  const auto all = merged_customers(plan,
                                    {listed(1,
                                            "Stra\xc3\x9f"
                                            "e Nord",
                                            {}, "nord.example"),
                                     listed(2, "")},
                                    {})
                       .customers;
  for (const std::string search : {"brik", "strasse", "rass", "nord.ex", "e n"}) {
    CAPTURE(search);
    auto found = all;
    keep_matching(found, search);
    CHECK(keys_of(found) == Names{"fabrikam"});
  }
  // An id is not looked at, nor does a match go from one member into the next.
  for (const std::string search : {"nowhere", "0000", "nordnord", "-"}) {
    CAPTURE(search);
    auto found = all;
    keep_matching(found, search);
    CHECK(found.empty());
  }
  auto everybody = all;
  keep_matching(everybody, "");
  CHECK(everybody.size() == 2);
}

TEST_CASE("pages behind one another are the whole list, each customer once") {
  const auto all = named({"b", "a", "", "a", "c", "B", ""});
  for (std::size_t limit = 1; limit <= all.size() + 1; ++limit) {
    CAPTURE(limit);
    Names walked;
    std::optional<Position> last;
    for (bool more = true; more;) {
      const auto page = page_behind(all, last, limit);
      REQUIRE(!page.customers.empty());
      CHECK((page.customers.size() == limit || !page.has_more));
      for (const auto& key : keys_of(page.customers))
        walked.push_back(key);
      last = position_of(page.customers.back());
      more = page.has_more;
    }
    CHECK(walked == keys_of(all));
  }
}

TEST_CASE("a page goes on behind a customer who has gone, or whose neighbours are new") {
  auto all = named({"a", "c", "e", ""});
  const auto gone = position_of(all[1]);
  all.erase(all.begin() + 1);
  CHECK(keys_of(page_behind(all, gone, 9).customers) == Names{all[1].key(), all[2].key()});

  const auto nameless = position_of(all.back());
  CHECK(page_behind(all, nameless, 9).customers.empty());
  CHECK_FALSE(page_behind(all, nameless, 9).has_more);
  CHECK(page_behind({}, std::nullopt, 9).customers.empty());
}

}  // namespace gateway::aggregate
