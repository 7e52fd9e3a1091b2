// The files that a configuration was made of besides its own: secrets, certificates, keys. When one is
// replaced (Kubernetes and certbot do it by themselves), the configuration is read again.
#pragma once

#include "config/environment.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace gateway {

class WatchedFiles {
 public:
  explicit WatchedFiles(std::string configuration) : configuration_(std::move(configuration)) {}

  // Reads as `inner` does, and watches what was read from the moment before. The environment does not outlive
  // this.
  config::Environment record(config::Environment inner);
  // What was read since the last record() is all that the configuration names: others are watched no more.
  void forget_others();
  // Whether a file is another one than when it was read; each replacement is told once.
  bool has_replaced();

 private:
  struct Watched {
    std::string stamp;  // what stat() says that changes with a replacement
    std::uint64_t round = 0;
  };

  std::string configuration_;  // not watched: an operator edits it, and says when it is whole
  std::mutex mutex_;
  std::map<std::string, Watched> files_;
  std::uint64_t round_ = 0;
};

}  // namespace gateway
