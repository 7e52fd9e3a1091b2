// A clock that stands still until it is told to move.
#pragma once

#include "adapters/clock.hpp"

namespace tests::support {

class FakeClock final : public ::adapters::Clock {
 public:
  ::adapters::TimePoint now() const override { return now_; }
  std::chrono::system_clock::time_point wall() const override { return wall_; }

  void advance(::adapters::Duration step) {
    now_ += step;
    wall_ += std::chrono::duration_cast<std::chrono::system_clock::duration>(step);
  }
  void set_wall(std::chrono::system_clock::time_point wall) { wall_ = wall; }

 private:
  ::adapters::TimePoint now_{std::chrono::hours(1)};
  std::chrono::system_clock::time_point wall_{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
};

}  // namespace tests::support
