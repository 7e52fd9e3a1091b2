// Time as a port. Deadlines are points of the steady clock, so that a jump of the wall clock expires nothing;
// the wall clock is read only where a provider speaks of dates (Retry-After, token lifetimes in days).
#pragma once

#include <chrono>

namespace adapters {

using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;
using std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  virtual std::chrono::system_clock::time_point wall() const = 0;
};

}  // namespace adapters
