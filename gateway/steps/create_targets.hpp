// Where a user is to be created: `provider=`, else the customer's or the tenant's `create_in`, else the only
// provider that the customer is at.
#pragma once

#include "gateway/create/order.hpp"
#include "gateway/steps/plan.hpp"

#include <string>
#include <vector>

namespace gateway::steps {

boost::system::result<std::vector<create::CreateTarget>, schema::Problem> create_targets(
    const Tenant& tenant, const Whereabouts& where, const std::vector<std::string>& asked,
    std::string_view correlation_id);

}  // namespace gateway::steps
