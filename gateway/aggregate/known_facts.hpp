// What a provider's directory said about its customers, kept for a while, so that checking a draft against it
// does not cost each create two calls more. One home's, on its thread.
#pragma once

#include "adapters/clock.hpp"
#include "adapters/draft_facts.hpp"

#include <map>
#include <memory>

namespace gateway::aggregate {

// Immutable, shared by all who ask.
using FactsPtr = std::shared_ptr<const adapters::DraftFacts>;

class KnownFacts {
 public:
  // Read within `age` before `now`; null: to be read. What could not be read is asked for again after a
  // minute.
  FactsPtr find(const adapters::CustomerBinding& customer, adapters::TimePoint now,
                adapters::Duration age) const;
  void keep(const adapters::CustomerBinding& customer, FactsPtr facts, bool is_whole,
            adapters::TimePoint now);

 private:
  struct Entry {
    FactsPtr facts;
    bool is_whole = false;
    adapters::TimePoint read_at;
  };
  std::map<adapters::CustomerBinding, Entry> entries_;
};

}  // namespace gateway::aggregate
