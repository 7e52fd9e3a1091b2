// The buckets of all clients. Outlives every configuration: where a client and its rate are as before, a
// reload finds the bucket as full as it was.
#pragma once

#include "gateway/callers/rate_bucket.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace gateway::callers {

class RateBuckets {
 public:
  // The client's bucket of this rate: the one that somebody still has, else a full one.
  std::shared_ptr<RateBucket> bucket(const std::string& client, config::Rate rate, adapters::TimePoint now);

 private:
  std::mutex mutex_;  // taken when a configuration is built only
  std::map<std::string, std::weak_ptr<RateBucket>> by_client_;
};

}  // namespace gateway::callers
