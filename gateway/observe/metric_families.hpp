// Every metric that the gateway keeps, by name and help, in one registry. For metrics.cpp and
// provider_metrics.cpp.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::observe {

struct MetricFamilies {
  using Counters = prometheus::Family<prometheus::Counter>&;
  using Gauges = prometheus::Family<prometheus::Gauge>&;
  using Histograms = prometheus::Family<prometheus::Histogram>&;

  MetricFamilies();

  prometheus::Registry registry;
  Counters requests;
  Histograms request_seconds;
  Gauges in_flight;
  Gauges connections;
  Counters rejected;
  Counters upstream_requests;
  Histograms upstream_seconds;
  Counters upstream_retries;
  Gauges upstream_connections;
  Counters token_refreshes;
  Counters lists_incomplete;
  Counters flights_joined;
  Counters creates;
  Counters drift;
  Counters operations_recovered;
  Counters reloads;
  Gauges reload_good;
  Gauges reload_time;
  Gauges credential_expiry;
  Gauges credential_last_success;
  Gauges credential_up;
  Gauges build_info;
  Gauges start_time;
};

// Upper bounds in seconds, for requests and for exchanges with providers alike.
const std::vector<double>& duration_buckets();

}  // namespace gateway::observe
