#include "gateway/callers/rate_bucket.hpp"

#include <algorithm>

namespace gateway::callers {
namespace {

constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;

std::int64_t nanoseconds_of(adapters::TimePoint point) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(point.time_since_epoch()).count();
}

std::uint32_t seconds_up(std::int64_t nanoseconds) {
  return static_cast<std::uint32_t>((nanoseconds + nanoseconds_a_second - 1) / nanoseconds_a_second);
}

}  // namespace

// Where the window is no multiple, a request costs less than a nanosecond too little: nobody is refused too
// early.
RateBucket::RateBucket(config::Rate rate, adapters::TimePoint now)
    : rate_(rate),
      each_(std::chrono::nanoseconds(rate.window).count() / rate.requests),
      most_(each_ * rate.requests),
      policy_("\"default\";q=" + std::to_string(rate.requests) + ";w=" + std::to_string(rate.window.count())),
      full_at_(nanoseconds_of(now)) {}

RateBucket::Taken RateBucket::take(adapters::TimePoint now_point) {
  const std::int64_t now = nanoseconds_of(now_point);
  std::int64_t full_at = full_at_.load(std::memory_order_relaxed);
  Taken taken;
  std::int64_t missing = 0;
  do {
    missing = std::max<std::int64_t>(full_at - now, 0);
    taken.granted = missing + each_ <= most_;
    if (!taken.granted) break;
  } while (!full_at_.compare_exchange_weak(full_at, now + missing + each_, std::memory_order_relaxed));
  if (taken.granted) missing += each_;
  taken.left = static_cast<std::uint32_t>(std::max<std::int64_t>(most_ - missing, 0) / each_);
  taken.full_after = seconds_up(missing);
  taken.next_after = seconds_up(std::max<std::int64_t>(missing + each_ - most_, 0));
  return taken;
}

std::string encode_rate_limit(const RateBucket::Taken& taken) {
  return "\"default\";r=" + std::to_string(taken.left) + ";t=" + std::to_string(taken.full_after);
}

}  // namespace gateway::callers
