// What the whole of an operation is, from what became of it at each provider. Pure.
#pragma once

#include "gateway/state/operation.hpp"

#include <optional>

namespace gateway::create {

// Sets the state (never `running`), and whether some account was recovered.
void judge(state::Operation& operation);
// The place of the first required target that has no user; of the first of all where all are optional;
// nullopt where every required one has it.
std::optional<std::size_t> first_lacking(const state::Operation& operation);

}  // namespace gateway::create
