// From the customers and the groups that were gathered to the bytes of an answer.
#pragma once

#include "gateway/aggregate/gather_customers.hpp"
#include "gateway/aggregate/gather_groups.hpp"
#include "gateway/call.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace gateway::steps {

// A page of `gathered.customers`, and what is known of the whole. `next_cursor`: empty where none follow;
// `cursor_epoch`: part of the tag where there is one.
Answer render_customers(const Tenant& tenant, const aggregate::GatheredCustomers& gathered,
                        std::span<const aggregate::Customer> page, const std::string& next_cursor,
                        const std::string& next_target, std::uint64_t cursor_epoch);
Answer render_groups(const Tenant& tenant, const aggregate::GatheredGroups& gathered);

}  // namespace gateway::steps
