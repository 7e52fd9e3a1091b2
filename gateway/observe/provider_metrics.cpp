#include "adapters/drift.hpp"
#include "gateway/observe/provider_handles.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gateway::observe {

namespace {

using prometheus::Labels;

constexpr std::array<std::string_view, 7> operation_names = {
    "list", "create", "find_customer", "customers", "groups", "domains", "token"};
constexpr std::array<std::string_view, 3> token_names = {"refreshed", "failed", "rejected"};
constexpr std::array<std::string_view, 5> create_names = {"created", "exists", "refused", "failed",
                                                          "unknown"};
// "ok", then adapters::ErrorKind in its order.
constexpr std::array<std::string_view, 11> outcome_names = {
    "ok",          "failed",      "bad_response", "timed_out",
    "unavailable", "credentials", "forbidden",    "customer_not_found",
    "user_exists", "refused",     "cancelled"};
static_assert(outcome_names.size() == static_cast<std::size_t>(adapters::ErrorKind::cancelled) + 2);
static_assert(operation_names.size() == static_cast<std::size_t>(Operation::token) + 1);
static_assert(token_names.size() == static_cast<std::size_t>(TokenOutcome::rejected) + 1);
static_assert(create_names.size() == static_cast<std::size_t>(CreateOutcome::unknown) + 1);

Labels provider_labels(std::string_view tenant, std::string_view provider) {
  return {{"tenant", std::string(tenant)}, {"provider", std::string(provider)}};
}

Labels with(Labels labels, const char* name, std::string_view value) {
  labels.emplace(name, value);
  return labels;
}

}  // namespace

ProviderMetrics::Handles::Handles(MetricFamilies& families, std::string_view tenant,
                                  std::string_view provider)
    : labels(provider_labels(tenant, provider)),
      exchanges(families.upstream_requests, operation_names.size() * outcome_names.size()),
      tokens(families.token_refreshes, token_names.size()),
      incomplete(families.lists_incomplete, schema::problem_kinds().size()),
      creates(families.creates, create_names.size()),
      seconds(families.upstream_seconds.Add(labels, duration_buckets())),
      retries(families.upstream_retries.Add(labels)),
      flights_joined(families.flights_joined.Add(labels)),
      idle(families.upstream_connections.Add(with(labels, "state", "idle"))),
      busy(families.upstream_connections.Add(with(labels, "state", "busy"))),
      drift_(families.drift),
      refresh_token_ends_{families.credential_expiry, with(labels, "kind", "refresh_token")},
      certificate_ends_{families.credential_expiry, with(labels, "kind", "certificate")},
      last_success_{families.credential_last_success, labels},
      is_up_{families.credential_up, labels} {}

void ProviderMetrics::Handles::Figure::show(std::optional<double> value) {
  if (value && gauge == nullptr) gauge = &family.Add(labels);
  if (value) return gauge->Set(*value);
  if (gauge != nullptr) family.Remove(std::exchange(gauge, nullptr));
}

void ProviderMetrics::Handles::show_credential(const CredentialFigures& figures) const {
  refresh_token_ends_.show(figures.refresh_token_ends);
  certificate_ends_.show(figures.certificate_ends);
  last_success_.show(figures.last_success);
  is_up_.show(figures.is_up ? std::optional(*figures.is_up ? 1.0 : 0.0) : std::nullopt);
}

void ProviderMetrics::Handles::begin_credential(const void* owner, const CredentialFigures& figures) const {
  const std::lock_guard lock(credential_mutex_);
  if (std::ranges::find(credential_owners_, owner) == credential_owners_.end())
    credential_owners_.push_back(owner);
  if (credential_owners_.size() > 1) return;  // the figures of the one before stay until this one has news
  credential_speaker_ = owner;
  show_credential(figures);
}

void ProviderMetrics::Handles::set_credential(const void* owner, const CredentialFigures& figures) const {
  const std::lock_guard lock(credential_mutex_);
  const auto place_of = [this](const void* one) { return std::ranges::find(credential_owners_, one); };
  const auto speaker = place_of(credential_speaker_);
  // What an older one still hears is of a credential that serves no more.
  if (speaker != credential_owners_.end() && place_of(owner) < speaker) return;
  credential_speaker_ = owner;
  show_credential(figures);
}

void ProviderMetrics::Handles::forget_credential(const void* owner) const {
  const std::lock_guard lock(credential_mutex_);
  std::erase(credential_owners_, owner);
  if (credential_speaker_ == owner) credential_speaker_ = nullptr;
  if (credential_owners_.empty()) show_credential({});
}

prometheus::Counter& ProviderMetrics::Handles::drift_at(const std::string& path) const {
  const std::lock_guard lock(drift_mutex_);
  const auto known = drift_paths_.find(path);
  if (known != drift_paths_.end()) return *known->second;
  if (drift_paths_.size() >= max_drift_paths) return drift_.Add(with(labels, "path", adapters::Drift::other));
  auto& counter = drift_.Add(with(labels, "path", path));
  drift_paths_.emplace(path, &counter);
  return counter;
}

void ProviderMetrics::upstream(Operation operation, std::optional<adapters::ErrorKind> failure,
                               Seconds took) const {
  const auto operation_at = static_cast<std::size_t>(operation);
  const auto outcome_at = failure ? static_cast<std::size_t>(*failure) + 1 : 0;
  handles_->exchanges.increment(operation_at * outcome_names.size() + outcome_at, [&] {
    return with(with(handles_->labels, "operation", operation_names[operation_at]), "outcome",
                outcome_names[outcome_at]);
  });
  handles_->seconds.Observe(took.count());
}

void ProviderMetrics::retried() const { handles_->retries.Increment(); }

void ProviderMetrics::connection_opened(ConnectionState state) const {
  (state == ConnectionState::idle ? handles_->idle : handles_->busy).Increment();
}

void ProviderMetrics::connection_closed(ConnectionState state) const {
  (state == ConnectionState::idle ? handles_->idle : handles_->busy).Decrement();
}

void ProviderMetrics::connection_moved(ConnectionState from, ConnectionState to) const {
  connection_closed(from);
  connection_opened(to);
}

void ProviderMetrics::token(TokenOutcome outcome) const {
  const auto at = static_cast<std::size_t>(outcome);
  handles_->tokens.increment(at, [&] { return with(handles_->labels, "outcome", token_names[at]); });
}

void ProviderMetrics::list_incomplete(schema::ProblemCode code) const {
  handles_->incomplete.increment(static_cast<std::size_t>(code),
                                 [&] { return with(handles_->labels, "code", schema::kind_of(code).name); });
}

void ProviderMetrics::flight_joined() const { handles_->flights_joined.Increment(); }

void ProviderMetrics::create(CreateOutcome outcome) const {
  const auto at = static_cast<std::size_t>(outcome);
  handles_->creates.increment(at, [&] { return with(handles_->labels, "outcome", create_names[at]); });
}

void ProviderMetrics::drift(const std::string& path, std::uint64_t count) const {
  handles_->drift_at(path).Increment(static_cast<double>(count));
}

void ProviderMetrics::credential(const void* owner, const CredentialFigures& figures) const {
  handles_->set_credential(owner, figures);
}

void ProviderMetrics::begin_credential(const void* owner, const CredentialFigures& figures) const {
  handles_->begin_credential(owner, figures);
}

void ProviderMetrics::forget_credential(const void* owner) const { handles_->forget_credential(owner); }

}  // namespace gateway::observe
