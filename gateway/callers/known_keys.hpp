// The keys that issuers' addresses last gave, and when. Outlives every configuration: after a reload tokens
// go on being judged by them, also where the issuer cannot be reached just then. What the configuration that
// serves does not name is forgotten, so that nothing comes back with it.
#pragma once

#include "gateway/callers/jwks.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace gateway::callers {

// Used by any thread.
class KnownKeys {
 public:
  using WallTime = std::chrono::system_clock::time_point;
  struct Known {
    std::shared_ptr<const Jwks> keys;
    std::chrono::steady_clock::time_point read_at{};
    std::optional<WallTime> wall = {};  // of the same moment
  };

  // From now on there are these names and no others. A name says whose keys they are and how they are got
  // (address, CA): another way begins with nothing.
  void keep_only(const std::set<std::string>& names);
  std::optional<Known> find(const std::string& name) const;
  void put(const std::string& name, std::shared_ptr<const Jwks> keys,
           std::chrono::steady_clock::time_point read_at);
  // When each name's keys were last read; none: never.
  std::map<std::string, std::optional<WallTime>> read_at() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::optional<Known>> by_name_;
};

}  // namespace gateway::callers
