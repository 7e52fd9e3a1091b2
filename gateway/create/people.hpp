// Under which names the journal holds what may not be worked on twice: keys, and people at providers. Every
// name carries its tenant.
#pragma once

#include "gateway/state/operation.hpp"

#include <string>
#include <vector>

namespace gateway::create {

// Empty: the operation has no key.
std::string key_name(const state::Operation& operation);
// Everybody whom the operation may touch, one for each provider.
std::vector<std::string> people_of(const state::Operation& operation);
// Those of whom nobody knows whether they were created.
std::vector<std::string> people_in_doubt(const state::Operation& operation);

}  // namespace gateway::create
