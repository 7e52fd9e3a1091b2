// Where the runtime of the moment is found. A request takes it once and keeps it; a reload puts the next one
// here.
#pragma once

#include "gateway/runtime.hpp"

#include <memory>
#include <mutex>
#include <utility>

namespace gateway {

class RuntimeSlot {
 public:
  explicit RuntimeSlot(std::shared_ptr<const Runtime> first) : current_(std::move(first)) {}

  // On any thread. (A mutex held for a pointer's copy; std::atomic<shared_ptr> of this library is a spin lock
  // that ThreadSanitizer does not understand.)
  std::shared_ptr<const Runtime> current() const {
    const std::scoped_lock lock(mutex_);
    return current_;
  }
  // The one before goes when its last request ends.
  void put(std::shared_ptr<const Runtime> next) {
    const std::scoped_lock lock(mutex_);
    current_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Runtime> current_;
};

}  // namespace gateway
