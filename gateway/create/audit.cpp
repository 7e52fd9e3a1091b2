#include "gateway/create/audit.hpp"

namespace gateway::create {

void audit(observe::Log& log, observe::Metrics& metrics, const state::Operation* before,
           const state::Operation& after) {
  bool is_told = false;
  for (std::size_t i = 0; i < after.targets.size(); ++i) {
    const state::Target& target = after.targets[i];
    if (before != nullptr && before->targets[i].state == target.state &&
        before->targets[i].sends == target.sends) {
      continue;
    }
    log.info("create", {{"operation", after.id},
                        {"client", after.client},
                        {"tenant", after.tenant},
                        {"customer", after.customer},
                        {"provider", target.provider},
                        {"person", after.person},
                        {"outcome", name_of(target.state)},
                        {"sends", target.sends},
                        {"id", target.user_id},
                        {"operation_state", name_of(after.state)}});
    is_told = true;
    if (target.state == state::TargetState::recovered) metrics.operation_recovered();
  }
  // What became of the whole without anything new of a provider: given up, or ended unsent.
  if (is_told || (before != nullptr && before->state == after.state && before->key == after.key)) return;
  log.info("create", {{"operation", after.id},
                      {"client", after.client},
                      {"tenant", after.tenant},
                      {"customer", after.customer},
                      {"person", after.person},
                      {"operation_state", name_of(after.state)}});
}

}  // namespace gateway::create
