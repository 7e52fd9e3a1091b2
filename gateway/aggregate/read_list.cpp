#include "gateway/aggregate/read_list.hpp"

#include "gateway/aggregate/paging_fault.hpp"

#include <string>
#include <unordered_set>

namespace gateway::aggregate {

adapters::Async<UserListPtr> read_list(adapters::Adapter& adapter, const config::Limits& limits,
                                       adapters::CallContext context, adapters::CustomerBinding customer,
                                       adapters::UserSet set) {
  std::vector<adapters::PagePtr> pages;
  std::unordered_set<std::string> seen;
  std::string next;
  std::size_t bytes = 0;
  std::size_t users = 0;
  do {
    auto page = co_await adapter.list_users(context, customer, set, next);
    if (!page) co_return page.error();
    next = (*page)->next.value_or(std::string());
    bytes += (*page)->body.size();
    users += (*page)->users.size();
    pages.push_back(std::move(*page));
    if (bytes > limits.list_bytes)
      co_return paging_fault("The provider's list is larger than `list_bytes` allows.");
    if (users > limits.list_users) {
      co_return paging_fault("The provider's list has more users than `list_users` allows.");
    }
    if (next.empty()) break;
    if (pages.size() >= limits.list_pages) {
      co_return paging_fault("The provider's list has more pages than `list_pages` allows.");
    }
    if (!seen.insert(next).second)
      co_return paging_fault("The provider's paging came back to a page it had given.");
  } while (true);
  co_return make_user_list(std::move(pages), adapter.identity());
}

}  // namespace gateway::aggregate
