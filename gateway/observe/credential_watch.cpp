#include "gateway/observe/credential_watch.hpp"

#include "schema/excerpt.hpp"
#include "schema/instant.hpp"

#include <utility>

namespace gateway::observe {
namespace {

constexpr std::size_t longest_code = 64;
// What repeats itself sooner is one failure: after a rejection nothing is tried again for a minute.
constexpr std::chrono::minutes same_for{1};

std::optional<double> unix_time(std::optional<Credential::WallTime> time) {
  if (!time) return std::nullopt;
  return Seconds(time->time_since_epoch()).count();
}

bool is_same(const std::optional<Credential::Failure>& failure, const adapters::ProviderError& error) {
  return failure && failure->code == schema::first_characters(error.code, longest_code) &&
         failure->detail == error.detail;
}

}  // namespace

CredentialWatch::CredentialWatch(std::string tenant, std::string provider, Credential start,
                                 ProviderMetrics metrics, Log* log,
                                 std::shared_ptr<const adapters::Clock> clock)
    : tenant_(std::move(tenant)),
      provider_(std::move(provider)),
      metrics_(metrics),
      log_(log),
      clock_(std::move(clock)),
      known_(std::move(start)) {
  metrics_.begin_credential(this, figures());
  published_ = std::make_shared<const Credential>(known_);
}

CredentialWatch::~CredentialWatch() { metrics_.forget_credential(this); }

void CredentialWatch::found(Credential::WallTime rotated_at) {
  known_.rotated_at = known_.succeeded_at = rotated_at;
  metrics_.begin_credential(this, figures());
  published_ = std::make_shared<const Credential>(known_);
}

void CredentialWatch::signed_in(std::chrono::seconds lifetime, bool rotated) {
  const auto now = clock_->wall();
  ++known_.generation;
  known_.access_token_ends = now + lifetime;
  if (rotated) known_.rotated_at = now;
  sign_in_is_rejected_ = false;
  note_success();
}

void CredentialWatch::sign_in_failed(const adapters::ProviderError& error) {
  failed_in_sign_in_ = true;
  sign_in_is_rejected_ = sign_in_is_rejected_ || error.kind == adapters::ErrorKind::credentials;
  note_failure(error);
  if (error.kind == adapters::ErrorKind::credentials) tell_rejection();
}

void CredentialWatch::accepted() {
  const bool is_given = known_.kind == Credential::Kind::bearer_token;
  // Every good list comes here.
  const bool is_news = token_is_rejected_ || (is_given && clock_->now() >= accepted_quiet_until_);
  if (!is_news) return;
  accepted_quiet_until_ = clock_->now() + same_for;
  token_is_rejected_ = false;
  if (is_given) return note_success();
  publish();
}

void CredentialWatch::rejected(const adapters::ProviderError& error) {
  // A sign-in's failure is told to each request that waited for it.
  if (failed_in_sign_in_ && is_same(known_.failure, error)) return;
  const bool repeats =
      token_is_rejected_ && is_same(known_.failure, error) && clock_->wall() - known_.failure->at < same_for;
  if (repeats) return;
  failed_in_sign_in_ = false;
  token_is_rejected_ = true;
  note_failure(error);
  tell_rejection();
}

void CredentialWatch::look_ahead() {
  const auto days = known_.days_left(clock_->wall());
  if (log_ == nullptr || !days || *days >= few_days || clock_->now() < warning_quiet_until_) return;
  warning_quiet_until_ = clock_->now() + warning_quiet;
  const bool is_certificate = known_.ends() == known_.certificate_ends;
  std::string end;
  schema::append_rfc3339(end, *known_.ends());
  log_->warning("credential_expires",
                {{"tenant", tenant_},
                 {"provider", provider_},
                 {"kind", name_of(is_certificate ? Credential::Kind::certificate : known_.kind)},
                 {"days_left", *days},
                 {"expires_at", end},
                 {"remedy", is_certificate ? "Make a new certificate, upload it to the app registration of "
                                             "`client_id`, and configure it."
                                           : "Sign in once more, interactively and with multi-factor "
                                             "authentication, and configure the new refresh_token."}});
}

std::shared_ptr<const Credential> CredentialWatch::now() const { return std::atomic_load(&published_); }

void CredentialWatch::note_success() {
  known_.succeeded_at = clock_->wall();
  if (!told_.empty() && !sign_in_is_rejected_ && !token_is_rejected_) {
    told_.clear();
    if (log_ != nullptr) log_->info("credential_accepted", {{"tenant", tenant_}, {"provider", provider_}});
  }
  publish();
}

void CredentialWatch::note_failure(const adapters::ProviderError& error) {
  known_.failure =
      Credential::Failure{clock_->wall(), std::string(schema::first_characters(error.code, longest_code)),
                          error.detail, error.remedy};
  publish();
}

void CredentialWatch::tell_rejection() {
  const auto& failure = *known_.failure;
  std::string rejection = failure.code + ' ' + failure.detail;
  if (log_ == nullptr || (rejection == told_ && clock_->now() < rejection_quiet_until_)) return;
  told_ = std::move(rejection);
  rejection_quiet_until_ = clock_->now() + rejection_quiet;
  log_->error("credential_rejected", {{"tenant", tenant_},
                                      {"provider", provider_},
                                      {"kind", name_of(known_.kind)},
                                      {"code", failure.code},
                                      {"detail", failure.detail},
                                      {"remedy", failure.remedy}});
}

void CredentialWatch::publish() {
  using Status = Credential::Status;
  // A success of an earlier process says nothing of today.
  const bool has_answered = known_.generation > 0 || known_.kind == Credential::Kind::bearer_token;
  known_.status = sign_in_is_rejected_ || token_is_rejected_ ? Status::rejected
                  : has_answered && known_.succeeded_at      ? Status::ok
                                                             : Status::unknown;
  metrics_.credential(this, figures());
  std::atomic_store(&published_, std::make_shared<const Credential>(known_));
}

ProviderMetrics::CredentialFigures CredentialWatch::figures() const {
  ProviderMetrics::CredentialFigures figures;
  figures.refresh_token_ends = unix_time(known_.refresh_token_ends());
  figures.certificate_ends = unix_time(known_.certificate_ends);
  figures.last_success = unix_time(known_.succeeded_at);
  if (known_.status != Credential::Status::unknown) figures.is_up = known_.status == Credential::Status::ok;
  return figures;
}

}  // namespace gateway::observe
