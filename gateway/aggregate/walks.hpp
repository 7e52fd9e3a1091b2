// Keeps what a walk shows between its pages, so that not every page has the providers asked again: a short
// while after the last look, within a bound of memory, the one looked at longest ago going first. When it is
// gone the walk goes on from its cursor over a fresh list. Shared by all threads.
#pragma once

#include "adapters/clock.hpp"
#include "gateway/aggregate/cursor.hpp"

#include <algorithm>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace gateway::aggregate {

// `Value` says by bytes() about how much memory it holds.
template <class Value>
class Walks {
 public:
  Walks(std::size_t bytes, adapters::Duration kept) : bytes_(bytes), kept_(kept) {}

  // The same id for what is kept already; `fresh` where it is not.
  WalkId keep(std::shared_ptr<const Value> value, WalkId fresh, adapters::TimePoint now);
  // Null: gone, or never there.
  std::shared_ptr<const Value> find(const WalkId& id, adapters::TimePoint now);
  // Lets go of what was not looked at for too long; called now and then.
  void purge(adapters::TimePoint now) {
    const std::lock_guard lock(mutex_);
    drop_expired(now);
  }
  // How much memory is kept.
  std::size_t bytes() const {
    const std::lock_guard lock(mutex_);
    return held_;
  }

 private:
  struct Entry {
    WalkId id;
    std::shared_ptr<const Value> value;
    std::size_t bytes = 0;
    adapters::TimePoint until;
  };

  void drop_last() {
    held_ -= entries_.back().bytes;
    entries_.pop_back();
  }
  void drop_expired(adapters::TimePoint now) {
    while (!entries_.empty() && entries_.back().until <= now)
      drop_last();
  }

  const std::size_t bytes_;
  const adapters::Duration kept_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the one looked at last in front
  std::size_t held_ = 0;
};

template <class Value>
WalkId Walks<Value>::keep(std::shared_ptr<const Value> value, WalkId fresh, adapters::TimePoint now) {
  const std::size_t size = value->bytes();
  const std::lock_guard lock(mutex_);
  drop_expired(now);
  const auto known = std::ranges::find(entries_, value, &Entry::value);
  if (known != entries_.end()) {
    known->until = now + kept_;
    entries_.splice(entries_.begin(), entries_, known);
    return known->id;
  }
  if (size > bytes_) return fresh;
  while (held_ + size > bytes_)
    drop_last();
  entries_.push_front({fresh, std::move(value), size, now + kept_});
  held_ += size;
  return fresh;
}

template <class Value>
std::shared_ptr<const Value> Walks<Value>::find(const WalkId& id, adapters::TimePoint now) {
  const std::lock_guard lock(mutex_);
  drop_expired(now);
  const auto found = std::ranges::find(entries_, id, &Entry::id);
  if (found == entries_.end()) return nullptr;
  found->until = now + kept_;
  entries_.splice(entries_.begin(), entries_, found);
  return found->value;
}

}  // namespace gateway::aggregate
