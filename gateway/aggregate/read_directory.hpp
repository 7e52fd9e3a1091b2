// Reads every page of a provider's customers, or of its groups, within the caps on pages and on entries. As
// with users: whole or an error, never short. One that comes twice (paging moves while others come and go)
// is there once.
#pragma once

#include "adapters/adapter.hpp"
#include "config/server.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace gateway::aggregate {

// Immutable, shared by everybody who asked. Null: the provider does not list them.
using CustomersPtr = std::shared_ptr<const std::vector<adapters::ListedCustomer>>;
using GroupsPtr = std::shared_ptr<const std::vector<adapters::ListedGroup>>;

// Takes what of each page was not as documented.
using NoteDrift = std::function<void(const adapters::Drift&)>;

adapters::Async<CustomersPtr> read_customers(adapters::Adapter& adapter, const config::Limits& limits,
                                             adapters::CallContext context, NoteDrift note);
adapters::Async<GroupsPtr> read_groups(adapters::Adapter& adapter, const config::Limits& limits,
                                       adapters::CallContext context, NoteDrift note);

}  // namespace gateway::aggregate
