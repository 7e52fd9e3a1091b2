// Pages of users for tests of what stands above the codecs.
#pragma once

#include "adapters/page.hpp"
#include "gateway/aggregate/user_list.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::gateway_users {

struct Account {
  std::string id;
  std::optional<std::string> identity;
  std::optional<std::string> display_name;
  schema::UserState state = schema::UserState::unknown;
};

inline schema::Text keep(adapters::Page& page, const std::optional<std::string>& text) {
  return text ? schema::Text(page.keep(*text), false) : schema::Text();
}

// `identity` goes into that field.
inline adapters::PagePtr page_of(const std::vector<Account>& accounts, schema::TextField identity,
                                 std::optional<std::string> next = std::nullopt) {
  auto page = std::make_shared<adapters::Page>();
  for (const Account& account : accounts) {
    schema::User user;
    user.id = keep(*page, account.id);
    user.customer_id = keep(*page, "customer");
    user.text(identity) = keep(*page, account.identity);
    user.text(schema::TextField::display_name) = keep(*page, account.display_name);
    user.state = account.state;
    page->users.push_back(user);
  }
  page->next = std::move(next);
  return page;
}

inline gateway::aggregate::UserListPtr list_of(const std::vector<Account>& accounts,
                                               schema::TextField identity) {
  return gateway::aggregate::make_user_list({page_of(accounts, identity)}, identity);
}

}  // namespace tests::gateway_users
