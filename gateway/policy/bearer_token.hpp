// Puts the access token on each request and keeps it fresh: one refresh at a time however many requests wait
// for it, ahead of expiry where it can be, and once more when a provider answers 401 to the token of the
// current generation. A refresh belongs to no request and is not cancelled with one. What only a person can
// mend is remembered for a minute and not asked again meanwhile. Belongs to one io_context.
#pragma once

#include "adapters/clock.hpp"
#include "adapters/http_client.hpp"
#include "adapters/oauth2/credential.hpp"
#include "adapters/oauth2/token_codec.hpp"
#include "gateway/observe/credential_watch.hpp"
#include "gateway/state/kept_token.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace gateway::policy {

class BearerToken final : public adapters::HttpClient, public std::enable_shared_from_this<BearerToken> {
 public:
  struct Wiring {
    boost::asio::any_io_executor home;
    // Both outlive this layer, and are kept by it while a refresh runs.
    std::shared_ptr<adapters::HttpClient> next;
    std::shared_ptr<adapters::HttpClient> token_service;
    std::shared_ptr<const adapters::Clock> clock;
    // A 401 that no fresh token can mend; may be null.
    bool (*is_beyond_refresh)(const adapters::HttpReply&) = nullptr;
    std::string (*make_uuid)() = nullptr;
    // Where a rotated refresh token is written down before its access token is used; null: nowhere.
    std::shared_ptr<state::KeptToken> kept_token = nullptr;
    std::function<void(const adapters::ProviderError*)> on_refreshed;  // null: it went well
    std::shared_ptr<observe::CredentialWatch> credential = nullptr;    // told what is learnt; may be null
  };

  BearerToken(Wiring wiring, const adapters::oauth2::Credential& credential);
  adapters::Async<adapters::HttpReply> send(adapters::CallContext context,
                                            adapters::HttpRequest request) override;

  // Signs in ahead of any request, in the background; not where a token is given, a sign-in is under way, or
  // a refusal rests.
  void sign_in();
  // When a token was last issued.
  std::optional<adapters::TimePoint> signed_in_at() const { return signed_in_at_; }

  // Whether something that only a person can mend keeps the provider away.
  bool is_latched() const { return rejection_.has_value() || is_sign_in_latched(); }

 private:
  struct Current {
    schema::SecretText bearer;
    std::uint64_t generation = 0;
    adapters::TimePoint usable_until{};
    adapters::TimePoint refresh_at{};
  };

  // Makes sure that the current token is of a later generation than `than` and not about to expire.
  boost::asio::awaitable<std::optional<adapters::ProviderError>> ensure_newer(adapters::CallContext context,
                                                                              std::uint64_t than);
  void start_refresh();
  void find_refresh_token();
  bool is_rotated(const adapters::oauth2::AccessToken& token) const;
  static boost::asio::awaitable<void> refresh(std::shared_ptr<BearerToken> self);
  void take(const adapters::Result<adapters::oauth2::AccessToken>& result);
  bool is_sign_in_latched() const;
  void remember(adapters::Result<adapters::HttpReply> rejection);
  adapters::ProviderError rejected(const adapters::HttpReply& reply, bool after_refresh) const;

  Wiring wiring_;
  const adapters::oauth2::TokenRequest* grant_ = nullptr;  // null: a given token
  schema::SecretText refresh_token_;
  Current current_;
  bool refreshing_ = false;
  std::optional<adapters::TimePoint> signed_in_at_;
  std::optional<adapters::ProviderError> last_failure_;  // of the last refresh that ended
  adapters::TimePoint sign_in_again_at_{};               // after a failure that only a person can mend
  // The provider's 401 that no token mends, repeated to everybody until it was seen to be over.
  std::optional<adapters::Result<adapters::HttpReply>> rejection_;
  adapters::TimePoint rejected_until_{};
  std::vector<boost::asio::steady_timer*> waiting_;
};

}  // namespace gateway::policy
