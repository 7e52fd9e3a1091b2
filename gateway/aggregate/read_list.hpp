// Reads every page of a provider's list, within the caps. A list is whole or an error: a cap, a token that
// comes again or a fault on any page never makes it short.
#pragma once

#include "adapters/adapter.hpp"
#include "config/server.hpp"
#include "gateway/aggregate/user_list.hpp"

namespace gateway::aggregate {

adapters::Async<UserListPtr> read_list(adapters::Adapter& adapter, const config::Limits& limits,
                                       adapters::CallContext context, adapters::CustomerBinding customer,
                                       adapters::UserSet set);

}  // namespace gateway::aggregate
