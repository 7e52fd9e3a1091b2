// What became of a create, as an answer; and the plan of one that is only tried.
#pragma once

#include "gateway/call.hpp"
#include "gateway/create/order.hpp"
#include "gateway/state/operation.hpp"

namespace gateway::steps {

Answer render_operation(const state::Operation& operation);
// 200 {plan: …}: the exact request that each provider would get, secrets removed.
Answer render_plan(const create::CreateOrder& order);

}  // namespace gateway::steps
