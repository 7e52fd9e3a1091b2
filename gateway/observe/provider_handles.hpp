// What stands behind a ProviderMetrics: the metrics of one tenant and provider, looked up once.
#pragma once

#include "gateway/observe/counter_table.hpp"
#include "gateway/observe/metric_families.hpp"
#include "gateway/observe/metrics.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace gateway::observe {

struct ProviderMetrics::Handles {
  Handles(MetricFamilies& families, std::string_view tenant, std::string_view provider);

  const prometheus::Labels labels;  // tenant and provider
  mutable CounterTable exchanges;   // by operation and outcome
  mutable CounterTable tokens;      // by TokenOutcome
  mutable CounterTable incomplete;  // by ProblemCode
  mutable CounterTable creates;     // by CreateOutcome
  prometheus::Histogram& seconds;
  prometheus::Counter& retries;
  prometheus::Counter& flights_joined;
  prometheus::Gauge& idle;
  prometheus::Gauge& busy;

  prometheus::Counter& drift_at(const std::string& path) const;
  void begin_credential(const void* owner, const CredentialFigures& figures) const;
  void set_credential(const void* owner, const CredentialFigures& figures) const;
  void forget_credential(const void* owner) const;

 private:
  prometheus::Family<prometheus::Counter>& drift_;
  mutable std::mutex drift_mutex_;
  mutable std::map<std::string, prometheus::Counter*> drift_paths_;

  // A gauge that is on the page only while its value is known.
  struct Figure {
    prometheus::Family<prometheus::Gauge>& family;
    prometheus::Labels labels;
    prometheus::Gauge* gauge = nullptr;

    void show(std::optional<double> value);
  };
  void show_credential(const CredentialFigures& figures) const;

  mutable std::mutex credential_mutex_;
  // Those who know something of it, by age: over a reload there are two for a while, and one that never comes
  // to serve ends without having been heard.
  mutable std::vector<const void*> credential_owners_;
  mutable const void* credential_speaker_ = nullptr;  // whose figures are on the page
  mutable Figure refresh_token_ends_;
  mutable Figure certificate_ends_;
  mutable Figure last_success_;
  mutable Figure is_up_;
};

}  // namespace gateway::observe
