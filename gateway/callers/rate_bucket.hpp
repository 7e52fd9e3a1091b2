// How often one client may call: a token bucket that holds one window's requests and fills evenly. Shared by
// all connections and threads without a lock; taken from on a request's head, before its body is read.
#pragma once

#include "adapters/clock.hpp"
#include "config/credential.hpp"

#include <atomic>
#include <cstdint>
#include <string>

namespace gateway::callers {

class RateBucket {
 public:
  // Full at `now`.
  RateBucket(config::Rate rate, adapters::TimePoint now);

  struct Taken {
    bool granted = false;
    std::uint32_t left = 0;        // whole requests that could follow at once
    std::uint32_t full_after = 0;  // seconds, rounded up
    std::uint32_t next_after = 0;  // seconds until one is granted, rounded up; 0: now
  };
  Taken take(adapters::TimePoint now);

  const config::Rate& rate() const { return rate_; }
  // The value of RateLimit-Policy.
  const std::string& policy() const { return policy_; }

 private:
  const config::Rate rate_;
  const std::int64_t each_;  // nanoseconds that one request costs
  const std::int64_t most_;  // what a full bucket is worth
  const std::string policy_;
  // When the bucket will be full again, in the steady clock's nanoseconds (GCRA's theoretical arrival time):
  // the whole state of it in one number.
  std::atomic<std::int64_t> full_at_;
};

// The value of RateLimit.
std::string encode_rate_limit(const RateBucket::Taken& taken);

}  // namespace gateway::callers
