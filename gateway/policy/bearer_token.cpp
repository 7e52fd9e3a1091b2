#include "gateway/policy/bearer_token.hpp"

#include "adapters/oauth2/client_assertion.hpp"
#include "adapters/reply_fault.hpp"
#include "gateway/create/fault_point.hpp"
#include "schema/mask.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace gateway::policy {
namespace asio = boost::asio;
using adapters::ErrorKind;
using adapters::milliseconds;
using adapters::ProviderError;
namespace {
// A token with less than this to live might expire on the way; of a short-lived one, a tenth of its life.
constexpr std::chrono::seconds too_old{30};
constexpr std::chrono::seconds latch_time{60};
constexpr std::chrono::seconds refresh_timeout{15};

adapters::Result<adapters::HttpReply> copy_of(const adapters::Result<adapters::HttpReply>& answer) {
  if (!answer) return answer.error();
  adapters::HttpReply copy;
  copy.status = answer->status;
  copy.headers = answer->headers;
  copy.body = adapters::WireBytes::copy_of(answer->body.view());
  copy.reason = answer->reason;
  return copy;
}

// In one buffer that is wiped, whatever becomes of the request.
void authorize(adapters::HttpRequest& request, const schema::SecretText& bearer) {
  constexpr std::string_view scheme = "Bearer ";
  std::string value;
  value.reserve(scheme.size() + bearer.reveal().size());
  value.append(scheme).append(bearer.reveal());
  const schema::SecretText wiped(std::move(value));
  request.set_header("Authorization", wiped.reveal());
}

// A provider that repeats what it was sent must not hand the token on: nobody behind this layer knows it.
void blot_out(adapters::HttpReply& reply, std::string_view secret) {
  const std::array<std::string_view, 1> secrets = {secret};
  reply.body = adapters::WireBytes::copy_of(schema::mask(std::string(reply.body.view()), secrets));
  reply.reason = schema::mask(std::move(reply.reason), secrets);
}
}  // namespace

BearerToken::BearerToken(Wiring wiring, const adapters::oauth2::Credential& credential)
    : wiring_(std::move(wiring)) {
  if (const auto* given = std::get_if<adapters::oauth2::GivenToken>(&credential)) {
    current_.bearer = given->bearer_token.duplicate();
    current_.generation = 1;
    current_.usable_until = current_.refresh_at = adapters::TimePoint::max();
    return;
  }
  grant_ = &std::get<adapters::oauth2::TokenRequest>(credential);
  find_refresh_token();
}

void BearerToken::find_refresh_token() {
  if (wiring_.kept_token == nullptr || grant_->refresh_token.empty()) {
    refresh_token_ = grant_->refresh_token.duplicate();
    return;
  }
  auto newest = wiring_.kept_token->newest(grant_->refresh_token);
  refresh_token_ = std::move(newest.token);
  if (!newest.rotated_at || !wiring_.credential) return;
  wiring_.credential->found(std::chrono::system_clock::time_point(milliseconds(*newest.rotated_at)));
}

void BearerToken::sign_in() {
  if (grant_ != nullptr && !refreshing_ && !is_sign_in_latched()) start_refresh();
}

adapters::Async<adapters::HttpReply> BearerToken::send(adapters::CallContext context,
                                                       adapters::HttpRequest request) {
  auto self = shared_from_this();
  std::uint64_t tried = 0;
  if (rejection_ && wiring_.clock->now() < rejected_until_) co_return copy_of(*rejection_);
  // The one request of this minute that goes and sees; the others are still told what the last one was.
  const bool probes = rejection_.has_value();
  if (probes) rejected_until_ = wiring_.clock->now() + latch_time;
  for (int attempt = 0;; ++attempt) {
    const auto refused = co_await ensure_newer(context, tried);
    if (refused) co_return *refused;
    const std::uint64_t generation = current_.generation;
    const schema::SecretText bearer = current_.bearer.duplicate();
    authorize(request, bearer);
    auto reply = co_await wiring_.next->send(context, request);
    if (reply && reply->status >= 300) blot_out(*reply, bearer.reveal());
    if (!reply || reply->status != 401) {
      if (reply && probes) rejection_.reset();
      co_return reply;
    }
    const bool hopeless = wiring_.is_beyond_refresh != nullptr && wiring_.is_beyond_refresh(*reply);
    if (hopeless) {
      // Its adapter knows the words for it, now and for the minute in which nobody is asked again.
      remember(copy_of(reply));
      co_return reply;
    }
    if (grant_ == nullptr || attempt > 0) {
      ProviderError error = rejected(*reply, attempt > 0);
      if (grant_ != nullptr) remember(error);
      co_return error;
    }
    // A late 401 to an older token needs no refresh: ensure_newer finds a newer one there already.
    tried = generation;
  }
}

boost::asio::awaitable<std::optional<ProviderError>> BearerToken::ensure_newer(adapters::CallContext context,
                                                                               std::uint64_t than) {
  const auto now = wiring_.clock->now();
  const bool usable = current_.generation > than && now < current_.usable_until;
  if (grant_ == nullptr || (usable && now < current_.refresh_at)) co_return std::nullopt;
  const std::uint64_t had = current_.generation;
  if (!refreshing_ && !is_sign_in_latched()) start_refresh();
  if (usable) co_return std::nullopt;  // good for this request; the refresh goes on ahead of expiry
  if (refreshing_) {
    asio::steady_timer timer(wiring_.home, context.deadline);
    waiting_.push_back(&timer);
    [[maybe_unused]] auto [woken] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    const bool ended = std::erase(waiting_, &timer) == 0;
    if (!ended) {
      ProviderError error;
      error.kind = ErrorKind::timed_out;
      error.detail = "Signing in to the provider took too long.";
      co_return error;
    }
  }
  // However short the new token's life, it was issued for this request.
  if (current_.generation != had) co_return std::nullopt;
  co_return last_failure_;
}

void BearerToken::start_refresh() {
  refreshing_ = true;
  asio::co_spawn(wiring_.home, refresh(shared_from_this()),
                 [self = shared_from_this()](std::exception_ptr failure) {
                   if (!failure) return;
                   ProviderError error;
                   error.detail = "Signing in to the provider failed.";
                   self->take(error);
                 });
}

asio::awaitable<void> BearerToken::refresh(std::shared_ptr<BearerToken> self) {
  adapters::CallContext context;
  context.deadline = self->wiring_.clock->now() + refresh_timeout;
  context.correlation_id = self->wiring_.make_uuid();
  context.operation = "token";
  schema::SecretText assertion;
  if (self->grant_->certificate) {
    assertion = adapters::oauth2::make_client_assertion(*self->grant_, self->wiring_.make_uuid(),
                                                        self->wiring_.clock->wall());
  }
  auto request = adapters::oauth2::encode_token_request(*self->grant_, self->refresh_token_, assertion);
  auto reply = co_await self->wiring_.token_service->send(std::move(context), std::move(request));
  if (!reply) {
    self->take(reply.error());
    co_return;
  }
  if (reply->status != 200) {
    blot_out(*reply, self->refresh_token_.reveal());
    if (!assertion.empty()) blot_out(*reply, assertion.reveal());
  }
  const auto token = adapters::oauth2::decode_token_reply(*reply);
  reply->body.wipe();
  USHER_FAULT_POINT("after_token_answer");
  if (token && self->is_rotated(*token) && self->wiring_.kept_token)
    co_await self->wiring_.kept_token->keep(token->rotated_refresh_token->duplicate());
  USHER_FAULT_POINT("after_token_kept");
  self->take(token);
}

void BearerToken::take(const adapters::Result<adapters::oauth2::AccessToken>& result) {
  refreshing_ = false;
  last_failure_.reset();
  if (result) {
    const auto now = wiring_.clock->now();
    current_.bearer = result->bearer.duplicate();
    ++current_.generation;
    const adapters::Duration lifetime = result->lifetime;
    current_.usable_until = now + lifetime - std::min<adapters::Duration>(lifetime / 10, too_old);
    // A fifth of its life ahead of expiry, five minutes at the most.
    current_.refresh_at =
        now + lifetime - std::min<adapters::Duration>(lifetime / 5, std::chrono::minutes(5));
    signed_in_at_ = now;
    const bool rotated = is_rotated(*result);
    if (rotated) refresh_token_ = result->rotated_refresh_token->duplicate();
    if (wiring_.credential) wiring_.credential->signed_in(result->lifetime, rotated);
  } else {
    last_failure_ = result.error();
    // Bytes went to the token service; of the request that waits for the token none did.
    last_failure_->sent = false;
    if (last_failure_->kind == ErrorKind::credentials) sign_in_again_at_ = wiring_.clock->now() + latch_time;
    // While the token in hand still serves, the next attempt waits a little instead of following each
    // request.
    current_.refresh_at = std::max(current_.refresh_at, wiring_.clock->now() + std::chrono::seconds(10));
  }
  if (last_failure_ && wiring_.credential) wiring_.credential->sign_in_failed(*last_failure_);
  if (wiring_.on_refreshed) wiring_.on_refreshed(last_failure_ ? &*last_failure_ : nullptr);
  for (auto* timer : std::exchange(waiting_, {}))
    timer->cancel();
}

// Some token services hand the same one out again: that one is as old as it was.
bool BearerToken::is_rotated(const adapters::oauth2::AccessToken& token) const {
  return token.rotated_refresh_token && token.rotated_refresh_token->reveal() != refresh_token_.reveal();
}

bool BearerToken::is_sign_in_latched() const {
  return last_failure_ && last_failure_->kind == ErrorKind::credentials &&
         wiring_.clock->now() < sign_in_again_at_;
}

void BearerToken::remember(adapters::Result<adapters::HttpReply> rejection) {
  rejection_ = std::move(rejection);
  rejected_until_ = wiring_.clock->now() + latch_time;
}

ProviderError BearerToken::rejected(const adapters::HttpReply& reply, bool after_refresh) const {
  ProviderError error;
  error.kind = ErrorKind::credentials;
  error.status = static_cast<int>(reply.status);
  error.message = adapters::plain_words(reply.body.view());
  if (grant_ == nullptr) {
    error.detail = "The provider does not accept the bearer token that it was given.";
    error.remedy = "Put a fresh token where `bearer_token` takes it from, and restart or reload the gateway.";
  } else if (after_refresh) {
    error.detail = "The provider does not accept a token that was issued a moment ago.";
    error.remedy =
        "Check that the application of `client_id` is registered for this provider and that its consent "
        "still stands.";
  }
  return error;
}

}  // namespace gateway::policy
