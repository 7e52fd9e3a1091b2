#include "gateway/transport/watch.hpp"

#include <poll.h>

namespace gateway::transport {

Watch::Guest::Guest(Watch& watch) : watch_(watch) {
  place_ = watch_.guests_.insert(watch_.guests_.end(), this);
  watch_.start();
}

Watch::Guest::~Guest() {
  if (watch_.next_ == place_) ++watch_.next_;
  watch_.guests_.erase(place_);
  // The timer would keep an io_context without other work running for a tick more.
  if (watch_.guests_.empty() && watch_.timer_) watch_.timer_->cancel();
}

void Watch::start() {
  if (running_ || !timer_) return;
  running_ = true;
  timer_->expires_after(tick);
  timer_->async_wait([this](boost::system::error_code) {
    running_ = false;
    if (guests_.empty()) return;
    look();
    if (!guests_.empty()) start();
  });
}

void Watch::look() {
  const auto now = std::chrono::steady_clock::now();
  for (next_ = guests_.begin(); next_ != guests_.end();) {
    Guest& guest = **next_++;
    if (guest.deadline_ <= now) {
      guest.deadline_ = never;
      guest.expired_ = true;
      guest.on_expired();
    } else if (guest.wants_ticks_) {
      guest.on_tick();
    }
  }
}

void Watch::expire_all() {
  for (next_ = guests_.begin(); next_ != guests_.end();) {
    Guest& guest = **next_++;
    guest.deadline_ = never;
    guest.expired_ = true;
    guest.on_expired();
  }
}

bool is_hung_up(int socket) {
  pollfd look{socket, POLLRDHUP, 0};
  return poll(&look, 1, 0) > 0 && (look.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

}  // namespace gateway::transport
