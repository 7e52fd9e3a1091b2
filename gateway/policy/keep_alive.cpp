#include "gateway/policy/keep_alive.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace gateway::policy {
namespace {

// After a sign-in that failed, and as often as the end of a credential is looked at.
constexpr int looks_in_between = 24;

// `part` of the time is left to chance, so that homes that began together do not ask together for ever.
adapters::Duration jittered(std::chrono::milliseconds time, double part, double random) {
  const std::chrono::duration<double, std::milli> exact(time);
  return std::chrono::duration_cast<adapters::Duration>(exact * (1 - part * random));
}

}  // namespace

KeepAlive::KeepAlive(boost::asio::any_io_executor home, std::shared_ptr<BearerToken> bearer,
                     std::shared_ptr<observe::CredentialWatch> credential,
                     std::shared_ptr<const adapters::Clock> clock, std::function<double()> random,
                     Times times)
    : home_(std::move(home)),
      bearer_(std::move(bearer)),
      credential_(std::move(credential)),
      clock_(std::move(clock)),
      random_(std::move(random)),
      times_(times),
      timer_(home_) {}

void KeepAlive::start() {
  boost::asio::post(home_, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self) self->wait(jittered(2 * self->times_.first, 0.5, self->random_()));
  });
}

void KeepAlive::wait(adapters::Duration time) {
  timer_.expires_after(time);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (self && !error) self->look();
  });
}

void KeepAlive::look() {
  if (credential_) credential_->look_ahead();
  const auto now = clock_->now();
  const auto last = bearer_->signed_in_at();
  const adapters::Duration between = times_.again / looks_in_between;
  // The last fifth is left to chance.
  const auto due = last ? *last + jittered(times_.again, 0.2, random_()) : now;
  if (now >= due) bearer_->sign_in();
  wait(now >= due ? between : std::min<adapters::Duration>(due - now, between));
}

}  // namespace gateway::policy
