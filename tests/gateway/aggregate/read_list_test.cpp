#include "gateway/aggregate/read_list.hpp"

#include "tests/gateway/aggregate/idle_adapter.hpp"
#include "tests/gateway/users.hpp"
#include "tests/support/run_coroutine.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <string>
#include <vector>

namespace gateway::aggregate {

namespace {

using adapters::ErrorKind;
using adapters::PagePtr;
using adapters::Result;
using schema::TextField;
using tests::gateway_users::Account;

// Gives the pages of a script and keeps the addresses that it was asked for.
class PagedUsers final : public tests::gateway_fakes::IdleAdapter {
 public:
  adapters::Async<PagePtr> list_users(adapters::CallContext, adapters::CustomerBinding, adapters::UserSet,
                                      std::string next) override {
    asked.push_back(next);
    if (pages.empty()) co_return endless();
    auto page = pages.front();
    pages.pop_front();
    co_return page;
  }

  std::deque<Result<PagePtr>> pages;  // then new ones without end
  std::vector<std::string> asked;

 private:
  PagePtr endless() const {
    return tests::gateway_users::page_of({{"x", "x@x", "X"}}, TextField::email,
                                         "n" + std::to_string(asked.size()));
  }
};

// Users of this page alone: `next` tells it from the others.
PagePtr user_page(int users, std::optional<std::string> next = std::nullopt) {
  std::vector<Account> accounts;
  for (int i = 0; i < users; ++i)
    accounts.push_back({next.value_or("last") + std::to_string(i), "a@x", "A"});
  return tests::gateway_users::page_of(accounts, TextField::email, std::move(next));
}

PagePtr heavy_page(std::size_t bytes, std::optional<std::string> next) {
  auto made = std::make_shared<adapters::Page>();
  made->body = adapters::WireBytes::copy_of(std::string(bytes, ' '));
  made->next = std::move(next);
  return made;
}

Result<UserListPtr> read(PagedUsers& adapter, const config::Limits& limits = {}) {
  return tests::support::run_coroutine(read_list(adapter, limits, {}, {}, adapters::UserSet::current));
}

}  // namespace

TEST_CASE("reads every page, each by the address that the one before gave") {
  PagedUsers adapter;
  adapter.pages = {user_page(2, "second"), user_page(3, "third"), user_page(1)};
  const auto list = read(adapter);
  REQUIRE(list.has_value());
  CHECK((*list)->count == 6);
  CHECK((*list)->pages.size() == 3);
  CHECK(adapter.asked == std::vector<std::string>{"", "second", "third"});
}

TEST_CASE("an empty page is not the end, and an empty address is") {
  PagedUsers adapter;
  adapter.pages = {user_page(0, "second"), user_page(2, "")};
  const auto list = read(adapter);
  REQUIRE(list.has_value());
  CHECK((*list)->count == 2);
  CHECK(adapter.asked.size() == 2);
}

TEST_CASE("a fault on any page is an error, never a short list") {
  for (const std::size_t good : {std::size_t(0), std::size_t(1), std::size_t(5)}) {
    PagedUsers adapter;
    for (std::size_t i = 0; i < good; ++i)
      adapter.pages.emplace_back(user_page(1, "n" + std::to_string(i)));
    adapters::ProviderError fault;
    fault.kind = ErrorKind::forbidden;
    adapter.pages.emplace_back(fault);
    const auto list = read(adapter);
    REQUIRE(list.has_error());
    CHECK(list.error().kind == ErrorKind::forbidden);
    CHECK(adapter.asked.size() == good + 1);
  }
}

TEST_CASE("an address that comes again is a fault, at once or later") {
  const std::vector<std::vector<std::string>> rows = {{"a", "a"}, {"a", "b", "a"}, {"a", "b", "c", "b"}};
  for (const auto& addresses : rows) {
    PagedUsers adapter;
    for (const std::string& address : addresses)
      adapter.pages.emplace_back(user_page(1, address));
    const auto list = read(adapter);
    REQUIRE(list.has_error());
    CHECK(list.error().kind == ErrorKind::bad_response);
    CHECK(adapter.asked.size() == addresses.size());
  }
}

TEST_CASE("pages without end are given up at the limit of pages") {
  config::Limits limits;
  limits.list_pages = 7;
  PagedUsers adapter;
  const auto list = read(adapter, limits);
  REQUIRE(list.has_error());
  CHECK(list.error().kind == ErrorKind::bad_response);
  CHECK(list.error().detail.find("list_pages") != std::string::npos);
  CHECK(adapter.asked.size() == 7);

  PagedUsers exact;
  for (int i = 0; i < 6; ++i)
    exact.pages.emplace_back(user_page(1, "n" + std::to_string(i)));
  exact.pages.emplace_back(user_page(1));
  CHECK(read(exact, limits).has_value());
}

TEST_CASE("more users or more bytes than allowed are an error, as many as allowed are not") {
  config::Limits limits;
  limits.list_users = 4;
  PagedUsers exact;
  exact.pages = {user_page(2, "second"), user_page(2)};
  CHECK(read(exact, limits).has_value());
  PagedUsers crowded;
  crowded.pages = {user_page(2, "second"), user_page(3)};
  const auto crowd = read(crowded, limits);
  REQUIRE(crowd.has_error());
  CHECK(crowd.error().kind == ErrorKind::bad_response);
  CHECK(crowd.error().detail.find("list_users") != std::string::npos);

  limits.list_bytes = 100;
  PagedUsers light;
  light.pages = {heavy_page(50, "second"), heavy_page(50, std::nullopt)};
  CHECK(read(light, limits).has_value());
  PagedUsers heavy;
  heavy.pages = {heavy_page(50, "second"), heavy_page(51, "third")};
  const auto weight = read(heavy, limits);
  REQUIRE(weight.has_error());
  CHECK(weight.error().detail.find("list_bytes") != std::string::npos);
}

}  // namespace gateway::aggregate
