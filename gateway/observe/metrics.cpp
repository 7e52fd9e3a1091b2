#include "gateway/observe/metrics.hpp"

#include "gateway/observe/process_stats.hpp"
#include "gateway/observe/provider_handles.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace gateway::observe {

namespace {

constexpr std::array<std::string_view, 5> method_names = {"GET", "HEAD", "POST", "OPTIONS", "other"};

// Every status that an answer of ours has; another one is labelled "other".
constexpr std::array<unsigned, 30> statuses = {200, 201, 202, 204, 301, 304, 308, 400, 401, 403,
                                               404, 405, 406, 408, 409, 411, 413, 414, 415, 417,
                                               421, 422, 429, 431, 500, 501, 502, 503, 504, 505};
constexpr std::size_t other_status = statuses.size();
constexpr std::size_t status_slots = statuses.size() + 1;

std::size_t method_slot(std::string_view method) {
  const auto last = method_names.end() - 1;
  return static_cast<std::size_t>(std::find(method_names.begin(), last, method) - method_names.begin());
}

std::size_t status_slot(unsigned status) {
  const auto found = std::lower_bound(statuses.begin(), statuses.end(), status);
  return found != statuses.end() && *found == status ? static_cast<std::size_t>(found - statuses.begin())
                                                     : other_status;
}

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type,
                                double value) {
  prometheus::ClientMetric metric;
  metric.counter.value = value;
  metric.gauge.value = value;
  return {std::move(name), std::move(help), type, {std::move(metric)}};
}

void add_process(std::vector<prometheus::MetricFamily>& families) {
  using prometheus::MetricType;
  const auto stats = read_process_stats();
  const auto add = [&](std::string name, std::string help, MetricType type, std::optional<double> value) {
    if (value) families.push_back(family(std::move(name), std::move(help), type, *value));
  };
  add("process_cpu_seconds_total", "User and system time spent", MetricType::Counter, stats.cpu_seconds);
  add("process_resident_memory_bytes", "Resident memory", MetricType::Gauge, stats.resident_bytes);
  add("process_open_fds", "Open file descriptors", MetricType::Gauge, stats.open_fds);
  add("process_max_fds", "How many file descriptors may be open", MetricType::Gauge, stats.max_fds);
}

void add_operations(std::vector<prometheus::MetricFamily>& families, const Metrics::Operations& now) {
  const auto add = [&families](std::string name, std::string help, double value) {
    families.push_back(family(std::move(name), std::move(help), prometheus::MetricType::Gauge, value));
  };
  add("usher_operations_open", "Creates that have not ended", static_cast<double>(now.open));
  add("usher_operations_in_doubt", "Of them: nobody knows what became of them",
      static_cast<double>(now.in_doubt));
  add("usher_operations_oldest_seconds", "Age of the oldest open create", now.oldest_seconds);
  add("usher_state_up", "Whether what happens can be written down: 0, creates are refused",
      now.state_is_up ? 1 : 0);
}

// (One that was never read has been so since 1970: its age is an alert too.)
void add_issuers(std::vector<prometheus::MetricFamily>& families, const Metrics::IssuerKeys& issuers) {
  prometheus::MetricFamily read_at{"usher_issuer_keys_last_success_timestamp_seconds",
                                   "When an issuer's keys were last read from its address; 0: never",
                                   prometheus::MetricType::Gauge,
                                   {}};
  for (const auto& [name, when] : issuers) {
    prometheus::ClientMetric metric;
    metric.label = {{"issuer", name.substr(0, name.find('\n'))}};
    metric.gauge.value = when ? Seconds(when->time_since_epoch()).count() : 0;
    read_at.metric.push_back(std::move(metric));
  }
  if (!read_at.metric.empty()) families.push_back(std::move(read_at));
}

}  // namespace

struct Metrics::State {
  explicit State(std::function<std::uint64_t()> dropped)
      : requests(families.requests, steps::route_id_count * method_names.size() * status_slots),
        rejected(families.rejected, schema::problem_kinds().size()),
        in_flight(families.in_flight.Add({})),
        connections(families.connections.Add({})),
        recovered(families.operations_recovered.Add({})),
        log_dropped(std::move(dropped)) {
    for (std::size_t route = 0; route < steps::route_id_count; ++route) {
      const auto label = std::string(steps::label_of(static_cast<steps::RouteId>(route)));
      // By template: rows of one path share a histogram.
      seconds[route] = &families.request_seconds.Add({{"route", label}}, duration_buckets());
    }
  }

  MetricFamilies families;
  CounterTable requests;  // by route, method and status
  CounterTable rejected;  // by ProblemCode
  std::array<prometheus::Histogram*, steps::route_id_count> seconds{};
  prometheus::Gauge& in_flight;
  prometheus::Gauge& connections;
  prometheus::Counter& recovered;
  std::function<Operations()> operations;  // empty: nobody creates
  std::function<IssuerKeys()> issuers;     // empty: nobody vouches
  std::function<std::uint64_t()> log_dropped;

  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<ProviderMetrics::Handles>> providers;
};

Metrics::Metrics(std::string_view version, std::chrono::system_clock::time_point started,
                 std::function<std::uint64_t()> log_dropped)
    : state_(std::make_unique<State>(std::move(log_dropped))) {
  state_->families.build_info.Add({{"version", std::string(version)}}).Set(1);
  const double start = Seconds(started.time_since_epoch()).count();
  state_->families.start_time.Add({}).Set(start);
  state_->families.reload_good.Add({}).Set(1);
  state_->families.reload_time.Add({}).Set(start);
}

Metrics::~Metrics() = default;

void Metrics::request(steps::RouteId route, std::string_view method, unsigned status, Seconds took) {
  const auto route_at = static_cast<std::size_t>(route);
  const auto method_at = method_slot(method);
  const auto status_at = status_slot(status);
  const auto slot = (route_at * method_names.size() + method_at) * status_slots + status_at;
  state_->requests.increment(slot, [&] {
    return prometheus::Labels{{"route", std::string(steps::label_of(route))},
                              {"method", std::string(method_names[method_at])},
                              {"code", status_at == other_status ? "other" : std::to_string(status)}};
  });
  state_->seconds[route_at]->Observe(took.count());
}

void Metrics::reloaded(bool is_good) {
  state_->families.reloads.Add({{"outcome", is_good ? "reloaded" : "refused"}}).Increment();
  state_->families.reload_good.Add({}).Set(is_good ? 1 : 0);
  if (!is_good) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  state_->families.reload_time.Add({}).Set(Seconds(now).count());
}

void Metrics::request_began() { state_->in_flight.Increment(); }
void Metrics::request_ended() { state_->in_flight.Decrement(); }
void Metrics::connection_opened() { state_->connections.Increment(); }
void Metrics::connection_closed() { state_->connections.Decrement(); }

void Metrics::rejected(schema::ProblemCode code) {
  state_->rejected.increment(static_cast<std::size_t>(code), [code] {
    return prometheus::Labels{{"code", std::string(schema::kind_of(code).name)}};
  });
}

void Metrics::operation_recovered() { state_->recovered.Increment(); }

void Metrics::watch_operations(std::function<Operations()> operations) {
  state_->operations = std::move(operations);
}

void Metrics::watch_issuers(std::function<IssuerKeys()> issuers) { state_->issuers = std::move(issuers); }

ProviderMetrics Metrics::provider(std::string_view tenant, std::string_view provider) {
  const std::lock_guard lock(state_->mutex);
  auto& handles = state_->providers[{std::string(tenant), std::string(provider)}];
  if (!handles) handles = std::make_unique<ProviderMetrics::Handles>(state_->families, tenant, provider);
  return ProviderMetrics(handles.get());
}

std::string Metrics::render() const {
  auto families = state_->families.registry.Collect();
  const auto dropped = state_->log_dropped ? state_->log_dropped() : 0;
  families.push_back(family("usher_log_dropped_total", "Log lines that the output did not take",
                            prometheus::MetricType::Counter, static_cast<double>(dropped)));
  if (state_->operations) add_operations(families, state_->operations());
  if (state_->issuers) add_issuers(families, state_->issuers());
  add_process(families);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace gateway::observe
