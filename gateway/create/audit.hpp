// One log line for each change of what became of a create at a provider, once it is durable: who asked, for
// whom, where, and the outcome; never a secret. And the counters that go with it.
#pragma once

#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/state/operation.hpp"

namespace gateway::create {

// `before`: as it was durable last; null for a new one.
void audit(observe::Log& log, observe::Metrics& metrics, const state::Operation* before,
           const state::Operation& after);

}  // namespace gateway::create
