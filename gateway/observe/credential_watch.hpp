// Keeps what is known of one provider's credential: the value that others read, its metrics, and the log's
// lines about it (a rejection with its remedy, and that the end is near). The provider's home tells it what
// happens, on its own thread; anybody may ask what is known.
#pragma once

#include "adapters/clock.hpp"
#include "adapters/provider_error.hpp"
#include "gateway/observe/credential.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace gateway::observe {

class CredentialWatch {
 public:
  // With fewer days left a person should act.
  static constexpr int few_days = 14;
  static constexpr std::chrono::hours warning_quiet{24};
  // A rejection that lasts is told again after this; another one is told at once.
  static constexpr std::chrono::hours rejection_quiet{1};

  // `log` may be null; else it outlives the watch.
  CredentialWatch(std::string tenant, std::string provider, Credential start, ProviderMetrics metrics,
                  Log* log, std::shared_ptr<const adapters::Clock> clock);
  ~CredentialWatch();
  CredentialWatch(const CredentialWatch&) = delete;
  CredentialWatch& operator=(const CredentialWatch&) = delete;

  // The refresh token in use was issued then, by what was kept of an earlier process.
  void found(Credential::WallTime rotated_at);
  void signed_in(std::chrono::seconds lifetime, bool rotated);
  void sign_in_failed(const adapters::ProviderError& error);
  // The provider took the token, or said that no token of this credential will do.
  void accepted();
  void rejected(const adapters::ProviderError& error);
  // Warns where few days are left.
  void look_ahead();

  // From any thread; never null.
  std::shared_ptr<const Credential> now() const;

 private:
  void publish();
  ProviderMetrics::CredentialFigures figures() const;
  void note_failure(const adapters::ProviderError& error);
  void tell_rejection();
  void note_success();

  const std::string tenant_;
  const std::string provider_;
  const ProviderMetrics metrics_;
  Log* const log_;
  const std::shared_ptr<const adapters::Clock> clock_;

  Credential known_;
  bool sign_in_is_rejected_ = false;
  bool token_is_rejected_ = false;
  bool failed_in_sign_in_ = false;  // the last failure
  adapters::TimePoint accepted_quiet_until_{};
  adapters::TimePoint rejection_quiet_until_{};
  adapters::TimePoint warning_quiet_until_{};
  std::string told_;                             // the rejection that the log has
  std::shared_ptr<const Credential> published_;  // exchanged atomically
};

}  // namespace gateway::observe
