// The keys that issuers' addresses last gave. Outlives every configuration: after a reload tokens go on being
// judged by them, also where the issuer cannot be reached just then.
#pragma once

#include "gateway/callers/jwks.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace gateway::callers {

// Used by any thread.
class KnownKeys {
 public:
  // `name`: an issuer's name and its address, so that another address begins with nothing. Null: none yet.
  std::shared_ptr<const Jwks> find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }
  void put(const std::string& name, std::shared_ptr<const Jwks> keys) {
    const std::lock_guard lock(mutex_);
    by_name_.insert_or_assign(name, std::move(keys));
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Jwks>> by_name_;
};

}  // namespace gateway::callers
