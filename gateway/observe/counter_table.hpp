// Counters of one family that come into being when they are first needed, and cost one atomic load and one
// increment from then on. For metrics.cpp alone.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/labels.h>

#include <atomic>
#include <cstddef>
#include <vector>

namespace gateway::observe {

class CounterTable {
 public:
  // `family` outlives the table.
  CounterTable(prometheus::Family<prometheus::Counter>& family, std::size_t slots)
      : family_(family), slots_(slots) {}

  // `make_labels` runs the first time that the slot is used.
  template <class MakeLabels>
  void increment(std::size_t slot, const MakeLabels& make_labels) {
    prometheus::Counter* counter = slots_[slot].load(std::memory_order_acquire);
    if (counter == nullptr) {
      // Two threads may both get here: the family gives the same counter for the same labels.
      counter = &family_.Add(make_labels());
      slots_[slot].store(counter, std::memory_order_release);
    }
    counter->Increment();
  }

 private:
  prometheus::Family<prometheus::Counter>& family_;
  std::vector<std::atomic<prometheus::Counter*>> slots_;
};

}  // namespace gateway::observe
