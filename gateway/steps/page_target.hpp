// How a page of a list leads to the next: what its cursor is bound to, and the target that asks with it.
#pragma once

#include "gateway/runtime.hpp"
#include "gateway/steps/target.hpp"
#include "schema/problem.hpp"

#include <string>
#include <string_view>

namespace gateway::steps {

// Everything that a cursor holds for: the client, the tenant and the order of its providers (they make the
// ids, and so the order), the resource and every parameter but `limit`. `customer` is empty where the list
// is the tenant's.
std::string cursor_binding(std::string_view client, const Tenant& tenant, std::string_view resource,
                           std::string_view customer, const Query& query);

schema::Problem invalid_cursor();

// The path and query of the same list from `cursor` on.
std::string page_target(const Target& target, std::string_view cursor);

}  // namespace gateway::steps
