// What an earlier process left behind is taken as it stands: whoever was at work is gone, and what was on its
// way is in doubt. The resolver looks for it and ends what needs no look.
#include "gateway/create/journal.hpp"
#include "gateway/create/people.hpp"

#include <utility>

namespace gateway::create {

state::StateResult<state::Done> Journal::load() {
  auto left = store_->open_operations();
  if (!left) return left.error();
  const std::lock_guard lock(mutex_);
  for (state::Operation& operation : *left) {
    const std::string id = operation.id;
    Entry& entry = entries_[id];
    entry.key = key_name(operation);
    entry.committed = std::move(operation);
    entry.is_durable = true;
    if (!entry.key.empty()) keys_[entry.key] = id;
    Admission refused;
    hold(id, people_in_doubt(entry.committed), refused);
  }
  return state::Done{};
}

}  // namespace gateway::create
