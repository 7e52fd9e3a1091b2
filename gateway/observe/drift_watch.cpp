#include "gateway/observe/drift_watch.hpp"

#include <utility>

namespace gateway::observe {

DriftWatch::DriftWatch(std::string tenant, std::string provider, ProviderMetrics metrics, Log* log,
                       std::shared_ptr<const adapters::Clock> clock)
    : tenant_(std::move(tenant)),
      provider_(std::move(provider)),
      metrics_(metrics),
      log_(log),
      clock_(std::move(clock)) {}

void DriftWatch::note(const adapters::Drift& drift) {
  if (drift.is_empty()) return;
  const auto now = clock_->now();
  const std::lock_guard lock(mutex_);
  for (const auto& entry : drift.entries())
    note(entry, now);
}

void DriftWatch::note(const adapters::Drift::Entry& entry, adapters::TimePoint now) {
  metrics_.drift(entry.path, entry.count);
  auto found = seen_.find(entry.path);
  if (found == seen_.end()) {
    const bool full = seen_.size() >= max_drift_paths;
    found = seen_.try_emplace(full ? std::string(adapters::Drift::other) : entry.path).first;
  }
  auto& [path, seen] = *found;
  seen.count += entry.count;
  const bool is_new = seen.told == 0;
  if (log_ == nullptr || (!is_new && now < seen.quiet_until)) return;
  log_->warning(
      "provider_drift",
      {{"tenant", tenant_}, {"provider", provider_}, {"path", path}, {"count", seen.count - seen.told}});
  seen.told = seen.count;
  seen.quiet_until = now + quiet;
}

std::vector<DriftWatch::Row> DriftWatch::rows() const {
  const std::lock_guard lock(mutex_);
  std::vector<Row> rows;
  rows.reserve(seen_.size());
  for (const auto& [path, seen] : seen_)
    rows.push_back({path, seen.count});
  return rows;
}

}  // namespace gateway::observe
