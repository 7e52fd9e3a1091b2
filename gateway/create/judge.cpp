#include "gateway/create/judge.hpp"

#include <algorithm>

namespace gateway::create {

using state::Operation;
using state::OperationState;
using state::Target;

std::optional<std::size_t> first_lacking(const Operation& operation) {
  const auto& targets = operation.targets;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!targets[i].optional && !targets[i].has_user()) return i;
  }
  if (std::ranges::any_of(targets, &Target::has_user)) return std::nullopt;
  return 0;
}

void judge(Operation& operation) {
  const bool somebody_has_it = std::ranges::any_of(operation.targets, &Target::has_user);
  const bool somebody_may = std::ranges::any_of(operation.targets, &Target::is_unclear);
  operation.recovered = std::ranges::any_of(
      operation.targets, [](const Target& target) { return target.state == state::TargetState::recovered; });
  if (!first_lacking(operation)) {
    operation.state = OperationState::succeeded;
  } else if (somebody_has_it) {
    operation.state = OperationState::partial;
  } else {
    operation.state = somebody_may ? OperationState::in_doubt : OperationState::refused;
  }
}

}  // namespace gateway::create
