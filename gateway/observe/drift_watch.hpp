// What one provider of one tenant sends that its documentation does not say: counted as a metric, told in the
// log now and then, and shown to whoever asks for the checks. Any thread may call it.
#pragma once

#include "adapters/clock.hpp"
#include "adapters/drift.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gateway::observe {

class DriftWatch {
 public:
  // Each path is logged at most so often: every list of every customer shows the same.
  static constexpr std::chrono::hours quiet{1};

  struct Row {
    std::string path;
    std::uint64_t count = 0;  // since this watch began
  };

  // `log` may be null; else it outlives the watch.
  DriftWatch(std::string tenant, std::string provider, ProviderMetrics metrics, Log* log,
             std::shared_ptr<const adapters::Clock> clock);

  // Costs nothing where there is none.
  void note(const adapters::Drift& drift);
  // By path.
  std::vector<Row> rows() const;

 private:
  struct Seen {
    std::uint64_t count = 0;
    std::uint64_t told = 0;  // how many of them the log has
    adapters::TimePoint quiet_until;
  };

  void note(const adapters::Drift::Entry& entry, adapters::TimePoint now);

  const std::string tenant_;
  const std::string provider_;
  const ProviderMetrics metrics_;
  Log* const log_;
  const std::shared_ptr<const adapters::Clock> clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace gateway::observe
