#include "gateway/observe/metric_families.hpp"

namespace gateway::observe {

namespace {

auto& counters(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

auto& gauges(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

auto& histograms(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

}  // namespace

MetricFamilies::MetricFamilies()
    : requests(counters(registry, "usher_http_requests_total", "Requests that were answered")),
      request_seconds(histograms(registry, "usher_http_request_duration_seconds",
                                 "From a request's head to the end of its answer")),
      in_flight(gauges(registry, "usher_http_requests_in_flight", "Requests that are being served")),
      connections(gauges(registry, "usher_http_connections", "Open connections of callers")),
      rejected(counters(registry, "usher_http_rejected_total", "Heads that were refused before routing")),
      upstream_requests(
          counters(registry, "usher_upstream_requests_total", "Exchanges with a provider, repeats included")),
      upstream_seconds(histograms(registry, "usher_upstream_request_duration_seconds",
                                  "How long an exchange with a provider took")),
      upstream_retries(counters(registry, "usher_upstream_retries_total", "Repeats among the exchanges")),
      upstream_connections(gauges(registry, "usher_upstream_connections", "Open connections to a provider")),
      token_refreshes(counters(registry, "usher_token_refreshes_total", "Attempts to get an access token")),
      lists_incomplete(counters(registry, "usher_list_incomplete_total",
                                "Lists to which a provider contributed nothing, by its problem")),
      flights_joined(
          counters(registry, "usher_list_flights_joined_total", "Lists that joined an equal one under way")),
      creates(counters(registry, "usher_creates_total", "Creates at a provider, by what became of them")),
      drift(counters(registry, "usher_provider_drift_total",
                     "Where a provider's answers are not as documented, by path")),
      operations_recovered(counters(registry, "usher_operations_recovered_total",
                                    "Creates that were found carried out after their answer was lost")),
      reloads(counters(registry, "usher_config_reloads_total", "Times that the configuration was read anew")),
      reload_good(gauges(registry, "usher_config_last_reload_successful", "0: the last one was refused")),
      reload_time(gauges(registry, "usher_config_last_reload_success_timestamp_seconds",
                         "When the configuration that serves was read")),
      credential_expiry(gauges(registry, "usher_credential_expiry_timestamp_seconds",
                               "When a refresh token or certificate lapses at the latest, in Unix time")),
      credential_last_success(gauges(registry, "usher_credential_last_success_timestamp_seconds",
                                     "When a credential was last accepted, in Unix time")),
      credential_up(gauges(registry, "usher_credential_up",
                           "Whether a credential was accepted when it was last used: 0, a person must act")),
      build_info(gauges(registry, "usher_build_info", "Always 1; the label says the version")),
      start_time(gauges(registry, "process_start_time_seconds", "When the process began, in Unix time")) {}

const std::vector<double>& duration_buckets() {
  static const std::vector<double> bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                             0.25,   0.5,   1,      2.5,   5,    10,    30,   60};
  return bounds;
}

}  // namespace gateway::observe
