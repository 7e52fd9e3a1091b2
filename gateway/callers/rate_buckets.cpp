#include "gateway/callers/rate_buckets.hpp"

namespace gateway::callers {

std::shared_ptr<RateBucket> RateBuckets::bucket(const std::string& client, config::Rate rate,
                                                adapters::TimePoint now) {
  const std::lock_guard lock(mutex_);
  std::weak_ptr<RateBucket>& kept = by_client_[client];
  auto bucket = kept.lock();
  if (!bucket || bucket->rate() != rate) {
    bucket = std::make_shared<RateBucket>(rate, now);
    kept = bucket;
  }
  return bucket;
}

}  // namespace gateway::callers
