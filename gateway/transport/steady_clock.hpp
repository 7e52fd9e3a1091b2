// The real time, behind the adapters' port.
#pragma once

#include "adapters/clock.hpp"

namespace gateway::transport {

class SteadyClock final : public adapters::Clock {
 public:
  adapters::TimePoint now() const override { return std::chrono::steady_clock::now(); }
  std::chrono::system_clock::time_point wall() const override { return std::chrono::system_clock::now(); }
};

}  // namespace gateway::transport
