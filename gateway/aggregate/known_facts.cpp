#include "gateway/aggregate/known_facts.hpp"

#include <algorithm>
#include <chrono>

namespace gateway::aggregate {
namespace {
constexpr std::chrono::minutes failure_kept{1};
// Callers choose the customers that are asked about.
constexpr std::size_t most_entries = 10'000;
}  // namespace

FactsPtr KnownFacts::find(const adapters::CustomerBinding& customer, adapters::TimePoint now,
                          adapters::Duration age) const {
  const auto known = entries_.find(customer);
  if (known == entries_.end()) return nullptr;
  const Entry& entry = known->second;
  if (!entry.is_whole) age = std::min<adapters::Duration>(age, failure_kept);
  return now - entry.read_at <= age ? entry.facts : nullptr;
}

void KnownFacts::keep(const adapters::CustomerBinding& customer, FactsPtr facts, bool is_whole,
                      adapters::TimePoint now) {
  if (entries_.size() >= most_entries) entries_.clear();
  entries_[customer] = Entry{std::move(facts), is_whole, now};
}

}  // namespace gateway::aggregate
