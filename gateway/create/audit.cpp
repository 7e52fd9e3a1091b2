#include "gateway/create/audit.hpp"

namespace gateway::create {

void audit(observe::Log& log, observe::Metrics& metrics, const state::Operation* before,
           const state::Operation& after) {
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
    if (target.state == state::TargetState::recovered) metrics.operation_recovered();
  }
}

}  // namespace gateway::create
