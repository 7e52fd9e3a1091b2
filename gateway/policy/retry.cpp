#include "gateway/policy/retry.hpp"

#include "adapters/retry_after.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace gateway::policy {
namespace asio = boost::asio;
namespace {

constexpr double tokens_per_second = 5;

bool may_heal(const adapters::Result<adapters::HttpReply>& reply) {
  if (!reply) return reply.error().retryable;
  switch (reply->status) {
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return true;
    default:
      return false;
  }
}

// The provider wants to be left alone for longer than the caller waits: it is there, but not for this
// request.
std::optional<adapters::ProviderError> comes_too_late(const adapters::CallContext& context,
                                                      const adapters::Result<adapters::HttpReply>& reply,
                                                      const adapters::Clock& clock) {
  if (!reply || reply->status == 429 || !may_heal(reply)) return std::nullopt;
  const auto asked = adapters::parse_retry_after(reply->header("retry-after"), clock.wall());
  if (!asked || clock.now() + *asked < context.deadline) return std::nullopt;
  adapters::ProviderError error;
  error.kind = adapters::ErrorKind::unavailable;
  error.detail = "The provider asks for more time than this request has.";
  error.status = static_cast<int>(reply->status);
  error.retry_after = asked;
  error.sent = true;
  return error;
}

}  // namespace

void RetryBudget::refill(adapters::TimePoint now) {
  const std::chrono::duration<double> elapsed = now - refilled_;
  tokens_ = std::min(burst, tokens_ + elapsed.count() * tokens_per_second);
  refilled_ = now;
}

void RetryBudget::earn(adapters::TimePoint now) {
  refill(now);
  tokens_ = std::min(burst, tokens_ + percent_ / 100.0);
}

bool RetryBudget::spend(adapters::TimePoint now) {
  refill(now);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

std::optional<adapters::Duration> Retry::wait_before_repeat(
    const adapters::CallContext& context, const adapters::Result<adapters::HttpReply>& reply,
    unsigned repeats_done) {
  if (repeats_done >= rules_.retries || !may_heal(reply)) return std::nullopt;
  const auto cap =
      std::min<adapters::Duration>(rules_.most, rules_.least * (1u << std::min(repeats_done + 1, 16u)));
  auto wait =
      rules_.least + std::chrono::duration_cast<adapters::Duration>((cap - rules_.least) * rules_.random());
  if (reply) {
    // The provider's own word on when; to come earlier would count against us.
    const auto asked = adapters::parse_retry_after(reply->header("retry-after"), clock_.wall());
    if (asked) wait = std::max<adapters::Duration>(wait, *asked);
  }
  const auto now = clock_.now();
  if (now + wait >= context.deadline) return std::nullopt;
  if (!budget_.spend(now)) return std::nullopt;
  return wait;
}

adapters::Async<adapters::HttpReply> Retry::send(adapters::CallContext context,
                                                 adapters::HttpRequest request) {
  budget_.earn(clock_.now());
  for (unsigned repeats = 0;; ++repeats) {
    auto reply = co_await next_.send(context, request);
    if (request.method() != adapters::Method::get) co_return reply;
    const auto wait = wait_before_repeat(context, reply, repeats);
    if (!wait) {
      if (auto late = comes_too_late(context, reply, clock_)) co_return std::move(*late);
      co_return reply;
    }
    if (rules_.on_repeat) rules_.on_repeat();
    asio::steady_timer timer(co_await asio::this_coro::executor, *wait);
    auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return reply;
  }
}

}  // namespace gateway::policy
