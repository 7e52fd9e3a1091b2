// What stands behind a ProviderMetrics: the metrics of one tenant and provider, looked up once.
#pragma once

#include "gateway/observe/counter_table.hpp"
#include "gateway/observe/metric_families.hpp"
#include "gateway/observe/metrics.hpp"

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
  prometheus::Counter& unknown_values;
  prometheus::Gauge& idle;
  prometheus::Gauge& busy;
};

}  // namespace gateway::observe
