#include "gateway/aggregate/read_directory.hpp"

#include "gateway/aggregate/paging_fault.hpp"

#include <set>
#include <string>
#include <unordered_set>
#include <utility>

namespace gateway::aggregate {
namespace {

using adapters::Adapter;
using adapters::ListedCustomer;
using adapters::ListedGroup;

std::vector<ListedCustomer>& entries_of(adapters::CustomerPage& page) { return page.customers; }
std::vector<ListedGroup>& entries_of(adapters::GroupPage& page) { return page.groups; }
const schema::Guid& id_of(const ListedCustomer& customer) { return customer.binding.id; }
const std::string& id_of(const ListedGroup& group) { return group.id; }

template <class Page>
using ListPage = adapters::Async<std::optional<Page>> (Adapter::*)(adapters::CallContext, std::string);

template <class Entry, class Page>
adapters::Async<std::shared_ptr<const std::vector<Entry>>> read_pages(Adapter& adapter, ListPage<Page> list,
                                                                      const config::Limits& limits,
                                                                      adapters::CallContext context,
                                                                      NoteDrift note) {
  auto entries = std::make_shared<std::vector<Entry>>();
  std::set<std::decay_t<decltype(id_of(std::declval<Entry&>()))>> known;
  std::unordered_set<std::string> seen;
  std::string next;
  for (std::size_t pages = 1;; ++pages) {
    auto page = co_await (adapter.*list)(context, next);
    if (!page) co_return page.error();
    if (!*page) {
      if (pages == 1) co_return std::shared_ptr<const std::vector<Entry>>();
      co_return paging_fault("The provider's list ended in the middle.");
    }
    note((*page)->drift);
    for (Entry& entry : entries_of(**page)) {
      if (known.insert(id_of(entry)).second) entries->push_back(std::move(entry));
    }
    next = (*page)->next.value_or(std::string());
    if (entries->size() > limits.list_users) {
      co_return paging_fault("The provider's list has more entries than `list_users` allows.");
    }
    if (next.empty()) break;
    if (pages >= limits.list_pages) {
      co_return paging_fault("The provider's list has more pages than `list_pages` allows.");
    }
    if (!seen.insert(next).second) {
      co_return paging_fault("The provider's paging came back to a page it had given.");
    }
  }
  co_return std::shared_ptr<const std::vector<Entry>>(std::move(entries));
}

}  // namespace

adapters::Async<CustomersPtr> read_customers(Adapter& adapter, const config::Limits& limits,
                                             adapters::CallContext context, NoteDrift note) {
  return read_pages<ListedCustomer>(adapter, &Adapter::list_customers, limits, std::move(context),
                                    std::move(note));
}

adapters::Async<GroupsPtr> read_groups(Adapter& adapter, const config::Limits& limits,
                                       adapters::CallContext context, NoteDrift note) {
  return read_pages<ListedGroup>(adapter, &Adapter::list_groups, limits, std::move(context), std::move(note));
}

}  // namespace gateway::aggregate
