#include "gateway/callers/fetched_keys.hpp"

#include "gateway/transport/hop.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>

namespace gateway::callers {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::hours refresh_interval{1};
constexpr std::chrono::minutes renewal_interval{1};  // for a `kid` that nobody knows
constexpr std::chrono::seconds fetch_timeout{10};
constexpr std::chrono::seconds first_retry{1};
constexpr std::chrono::seconds last_retry{60};
// How long after its configuration is gone the sleeper may still lie there.
constexpr std::chrono::seconds longest_sleep{1};

}  // namespace

FetchedKeys::FetchedKeys(Wiring wiring) : wiring_(std::move(wiring)) {
  const auto known = wiring_.known == nullptr ? std::nullopt : wiring_.known->find(wiring_.name);
  if (!known) return;
  keys_ = known->keys;
  due_ = known->read_at + refresh_interval;
}

void FetchedKeys::begin() {
  // Whoever asks before the first fetch has begun is to wait for it too.
  fetching_ = due_ <= wiring_.clock->now();
  asio::co_spawn(wiring_.home, keep_fresh(weak_from_this(), wiring_.home), asio::detached);
}

asio::awaitable<void> FetchedKeys::keep_fresh(std::weak_ptr<FetchedKeys> weak, asio::any_io_executor home) {
  asio::steady_timer timer(home);
  if (const auto self = weak.lock(); self && self->fetching_) self->begin_fetch();
  for (;;) {
    adapters::Duration sleep = longest_sleep;
    {
      const auto self = weak.lock();
      if (!self) co_return;
      const auto left = self->due_ - self->wiring_.clock->now();
      if (!self->fetching_ && left <= adapters::Duration::zero()) self->begin_fetch();
      if (!self->fetching_) sleep = std::min<adapters::Duration>(longest_sleep, left);
    }
    timer.expires_after(sleep);
    auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
  }
}

std::shared_ptr<const Jwks> FetchedKeys::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

bool FetchedKeys::is_renewal_due() const {
  return wiring_.clock->now().time_since_epoch().count() >= renewable_from_;
}

bool FetchedKeys::is_renewable() const {
  // Keys that could never be read are asked for again in the background, not by whoever calls.
  return fetching_ || (is_renewal_due() && keys() != nullptr);
}

asio::awaitable<void> FetchedKeys::renew(adapters::TimePoint deadline) {
  auto work = renew_at_home(shared_from_this(), deadline);
  [[maybe_unused]] const bool ended = co_await transport::hop<bool>(wiring_.home, std::move(work));
}

asio::awaitable<bool> FetchedKeys::renew_at_home(Self self, adapters::TimePoint deadline) {
  if (!self->fetching_) {
    if (!self->is_renewal_due()) co_return true;
    const auto next = self->wiring_.clock->now() + renewal_interval;
    self->renewable_from_ = next.time_since_epoch().count();
    self->begin_fetch();
  }
  asio::steady_timer timer(self->wiring_.home, deadline);
  self->waiting_.push_back(&timer);
  // Taken out also where the waiter is cancelled.
  struct Leave {
    FetchedKeys& keys;
    asio::steady_timer* timer;
    ~Leave() { std::erase(keys.waiting_, timer); }
  };
  const Leave leave{*self, &timer};
  [[maybe_unused]] auto [woken] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return true;
}

void FetchedKeys::begin_fetch() {
  fetching_ = true;
  auto ended = [self = shared_from_this()](std::exception_ptr failure) {
    if (failure) self->fail("The fetch broke off.");
    self->end_fetch();
  };
  asio::co_spawn(wiring_.home, fetch(shared_from_this()), std::move(ended));
}

asio::awaitable<void> FetchedKeys::fetch(Self self) {
  adapters::CallContext context;
  context.deadline = self->wiring_.clock->now() + fetch_timeout;
  context.correlation_id = self->wiring_.make_uuid();
  context.operation = "jwks";
  adapters::HttpRequest request(adapters::Method::get, self->wiring_.target);
  request.set_header("Accept", "application/jwk-set+json, application/json");
  request.set_header("User-Agent", "usher/" USHER_VERSION);
  request.set_header("Connection", "close");
  const auto client = self->wiring_.make_client();
  const auto reply = co_await client->send(std::move(context), std::move(request));
  self->take(reply);
}

void FetchedKeys::take(const adapters::Result<adapters::HttpReply>& reply) {
  if (!reply) return fail(reply.error().detail);
  // A redirect is an answer like any other that is no key set.
  if (reply->status != 200) return fail("It answered with status " + std::to_string(reply->status) + ".");
  auto read = read_jwks(reply->body.view());
  if (!read) return fail("What it sent " + read.error().detail + ".");
  auto keys = std::make_shared<const Jwks>(std::move(*read));
  failures_ = 0;
  due_ = wiring_.clock->now() + refresh_interval;
  if (wiring_.known != nullptr) wiring_.known->put(wiring_.name, keys, wiring_.clock->now());
  const std::lock_guard lock(mutex_);
  keys_ = std::move(keys);
}

void FetchedKeys::fail(const std::string& detail) {
  const adapters::Duration pause =
      std::min<adapters::Duration>(last_retry, first_retry * (1 << std::min(failures_, 6u)));
  ++failures_;
  due_ = wiring_.clock->now() + pause;
  if (wiring_.on_failure) wiring_.on_failure(detail);
}

void FetchedKeys::end_fetch() {
  fetching_ = false;
  for (auto* timer : waiting_)
    timer->cancel();
}

}  // namespace gateway::callers
