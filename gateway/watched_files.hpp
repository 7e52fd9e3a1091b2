// The files that a configuration was made of besides its own: secrets, certificates, keys. When one is
// replaced (Kubernetes and certbot do it by themselves), the configuration is read again.
#pragma once

#include "config/environment.hpp"

#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace gateway {

class WatchedFiles {
 public:
  explicit WatchedFiles(std::string configuration) : configuration_(std::move(configuration)) {}

  // Reads as `inner` does, and remembers what was read. Forgets what was remembered before.
  config::Environment record(config::Environment inner);
  // What stat() says of each file now; equal texts: none was replaced.
  std::string signature() const;

 private:
  std::string configuration_;  // an operator edits it, and says when it is whole
  mutable std::mutex mutex_;
  std::set<std::string> paths_;
};

}  // namespace gateway
