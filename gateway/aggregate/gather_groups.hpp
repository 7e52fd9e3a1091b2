// The groups that a draft may name, of each provider that has groups. Nothing is merged: a group is one
// provider's own.
#pragma once

#include "adapters/call_context.hpp"
#include "gateway/aggregate/outcomes.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace gateway::aggregate {

struct Group {
  std::size_t provider = 0;  // its place by the tenant's precedence
  std::string id;
  std::string name;  // empty: not said
};

struct GatheredGroups {
  std::vector<Group> groups;  // by provider, by folded name (nulls last), by id
  Outcomes outcomes;
};

// `asked`: places of providers, ascending.
boost::asio::awaitable<GatheredGroups> gather_groups(const Tenant& tenant, std::vector<std::size_t> asked,
                                                     adapters::CallContext context);

}  // namespace gateway::aggregate
