#include "gateway/state/operation.hpp"

#include <algorithm>

namespace gateway::state {
namespace {

constexpr std::array<std::string_view, target_state_count> target_states = {
    "pending", "sent", "created", "recovered", "exists", "refused", "unknown"};
constexpr std::array<std::string_view, operation_state_count> operation_states = {
    "running", "succeeded", "partial", "in_doubt", "refused"};

template <class Enum, std::size_t count>
std::optional<Enum> named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

bool Operation::is_open() const {
  const bool is_in_doubt = !doubt_is_over && std::ranges::any_of(targets, &Target::is_unclear);
  switch (state) {
    case OperationState::running:
      return true;
    case OperationState::partial:
    case OperationState::in_doubt:
      return is_in_doubt || !key.empty();
    case OperationState::succeeded:
      return is_in_doubt;
    case OperationState::refused:
      return false;
  }
  return false;
}

std::string_view name_of(TargetState state) { return target_states[static_cast<std::size_t>(state)]; }
std::string_view name_of(OperationState state) { return operation_states[static_cast<std::size_t>(state)]; }

std::optional<TargetState> target_state_named(std::string_view name) {
  return named<TargetState>(target_states, name);
}

std::optional<OperationState> operation_state_named(std::string_view name) {
  return named<OperationState>(operation_states, name);
}

}  // namespace gateway::state
