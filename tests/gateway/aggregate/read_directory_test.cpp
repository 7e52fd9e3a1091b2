#include "gateway/aggregate/read_directory.hpp"

#include "tests/gateway/aggregate/idle_adapter.hpp"
#include "tests/gateway/fake_provider.hpp"
#include "tests/support/run_coroutine.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

using adapters::CustomerPage;
using adapters::ErrorKind;
using adapters::GroupPage;
using adapters::Result;
using tests::gateway_fakes::error_of;
using tests::gateway_fakes::IdleAdapter;
using tests::gateway_fakes::listed;
using Names = std::vector<std::string>;

// Gives the pages of a script and keeps the addresses that it was asked for.
class PagedCustomers final : public IdleAdapter {
 public:
  adapters::Async<std::optional<CustomerPage>> list_customers(adapters::CallContext,
                                                              std::string next) override {
    asked.push_back(next);
    if (pages.empty()) co_return endless();
    auto page = pages.front();
    pages.pop_front();
    co_return page;
  }
  adapters::Async<std::optional<GroupPage>> list_groups(adapters::CallContext, std::string next) override {
    asked.push_back(next);
    GroupPage page;
    if (next.empty()) {
      page.groups = {{"g1", "One"}};
      page.next = "second";
    } else {
      page.groups = {{"g1", "Again"}, {"g2", "Other"}};
    }
    co_return std::optional(std::move(page));
  }

  std::deque<Result<std::optional<CustomerPage>>> pages;  // then new ones without end
  Names asked;

 private:
  std::optional<CustomerPage> endless() const {
    const int number = static_cast<int>(asked.size());
    CustomerPage page;
    page.customers = {listed(number, "X")};
    page.next = "n" + std::to_string(number);
    return page;
  }
};

std::optional<CustomerPage> customer_page(std::vector<int> ids,
                                          std::optional<std::string> next = std::nullopt) {
  CustomerPage made;
  for (const int id : ids)
    made.customers.push_back(listed(id, "from " + next.value_or("the last")));
  made.next = std::move(next);
  return made;
}

Result<CustomersPtr> read(PagedCustomers& adapter, const config::Limits& limits = {}) {
  return tests::support::run_coroutine(read_customers(adapter, limits, {}, [](const adapters::Drift&) {}));
}

void check_bad_response(const Result<CustomersPtr>& list, std::string_view limit) {
  REQUIRE(list.has_error());
  CHECK(list.error().kind == ErrorKind::bad_response);
  CHECK(list.error().detail.find(limit) != std::string::npos);
}

}  // namespace

TEST_CASE("reads every page of customers, each by the address that the one before gave") {
  PagedCustomers adapter;
  adapter.pages = {customer_page({1, 2}, "second"), customer_page({}, "third"), customer_page({3}, "")};
  const auto list = read(adapter);
  REQUIRE(list.has_value());
  CHECK((*list)->size() == 3);
  CHECK(adapter.asked == Names{"", "second", "third"});
}

TEST_CASE("one that comes on two pages is listed once, as it came first") {
  PagedCustomers adapter;
  adapter.pages = {customer_page({1, 2}, "second"), customer_page({2, 3})};
  const auto list = read(adapter);
  REQUIRE(list.has_value());
  REQUIRE((*list)->size() == 3);
  CHECK((**list)[1].name == "from second");
  const auto groups =
      tests::support::run_coroutine(read_groups(adapter, {}, {}, [](const adapters::Drift&) {}));
  REQUIRE(groups.has_value());
  REQUIRE((*groups)->size() == 2);
  CHECK((**groups)[0].name == "One");
}

TEST_CASE("what of a page was not as documented is handed on, page by page") {
  PagedCustomers adapter;
  adapter.pages = {customer_page({1}, "second"), customer_page({2})};
  (**adapter.pages.front()).drift.note_member("customers[]", "colour");
  std::vector<std::size_t> drifted;
  const auto note = [&drifted](const adapters::Drift& drift) { drifted.push_back(drift.entries().size()); };
  REQUIRE(tests::support::run_coroutine(read_customers(adapter, {}, {}, note)).has_value());
  CHECK(drifted == std::vector<std::size_t>{1, 0});
}

TEST_CASE("a provider that lists no customers has a null list, one that has none an empty one") {
  PagedCustomers adapter;
  adapter.pages = {std::optional<CustomerPage>(), customer_page({})};
  const auto none = read(adapter);
  REQUIRE(none.has_value());
  CHECK(*none == nullptr);
  const auto empty = read(adapter);
  REQUIRE(empty.has_value());
  REQUIRE(*empty != nullptr);
  CHECK((*empty)->empty());
}

TEST_CASE("an error on any page is the list's, never a short list") {
  PagedCustomers adapter;
  adapter.pages = {customer_page({1}, "second"), error_of(ErrorKind::timed_out)};
  const auto list = read(adapter);
  REQUIRE(list.has_error());
  CHECK(list.error().kind == ErrorKind::timed_out);
  adapter.pages = {customer_page({1}, "second"), std::optional<CustomerPage>()};
  check_bad_response(read(adapter), "");
}

TEST_CASE("paging that comes back to a page it had given is a fault") {
  PagedCustomers adapter;
  adapter.pages = {customer_page({1}, "a"), customer_page({2}, "b"), customer_page({3}, "a"),
                   customer_page({4})};
  check_bad_response(read(adapter), "came back");
  CHECK(adapter.asked.size() == 3);
}

TEST_CASE("a list past a cap is a fault, one that just reaches it is not") {
  config::Limits limits;
  limits.list_pages = 3;
  PagedCustomers adapter;
  check_bad_response(read(adapter, limits), "list_pages");
  CHECK(adapter.asked.size() == 3);
  adapter.pages = {customer_page({1}, "a"), customer_page({2}, "b"), customer_page({3})};
  CHECK(read(adapter, limits).has_value());

  limits = {};
  limits.list_users = 3;
  adapter.pages = {customer_page({1, 2}, "a"), customer_page({3, 4}, "b")};
  check_bad_response(read(adapter, limits), "list_users");
  adapter.pages = {customer_page({1, 2}, "a"), customer_page({3})};
  CHECK(read(adapter, limits).has_value());
}

}  // namespace gateway::aggregate
