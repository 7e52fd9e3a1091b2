#include "gateway/callers/known_keys.hpp"

#include <utility>

namespace gateway::callers {

void KnownKeys::keep_only(const std::set<std::string>& names) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_name_, [&names](const auto& known) { return !names.contains(known.first); });
  for (const std::string& name : names)
    by_name_.try_emplace(name);
}

std::optional<KnownKeys::Known> KnownKeys::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : found->second;
}

void KnownKeys::put(const std::string& name, std::shared_ptr<const Jwks> keys,
                    std::chrono::steady_clock::time_point read_at) {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  // A fetch that ends when its configuration has gone.
  if (found == by_name_.end()) return;
  found->second = Known{std::move(keys), read_at, std::chrono::system_clock::now()};
}

std::map<std::string, std::optional<KnownKeys::WallTime>> KnownKeys::read_at() const {
  std::map<std::string, std::optional<WallTime>> times;
  const std::lock_guard lock(mutex_);
  for (const auto& [name, known] : by_name_)
    times[name] = known ? known->wall : std::nullopt;
  return times;
}

}  // namespace gateway::callers
