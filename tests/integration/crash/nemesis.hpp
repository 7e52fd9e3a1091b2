// What makes a provider and a gateway misbehave at random, as a seed says: kills, lost and late answers,
// delays, refusals for a while, tokens that end early. Paced by the creates that begin, not by the clock.
#pragma once

#include "tests/integration/crash/mortal_gateway.hpp"
#include "tests/support/emulator_process.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>

namespace tests::integration::crash {

// How many creates have begun, for who waits for the next.
class Pace {
 public:
  void step();
  void end();
  // Waits for so many more, or for the end; false: it is the end.
  bool wait(std::size_t more);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t steps_ = 0;
  bool has_ended_ = false;
};

class Nemesis {
 public:
  Nemesis(const support::EmulatorProcess& emulator, MortalGateway& gateway, std::uint64_t seed)
      : emulator_(emulator), gateway_(gateway), random_(seed) {}

  // Until the pace ends; then all is well again and the gateway lives.
  void rage(Pace& pace);
  std::size_t kills() const { return kills_; }
  std::size_t faults() const { return faults_; }

 private:
  void kill();
  void add_fault();
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }

  const support::EmulatorProcess& emulator_;
  MortalGateway& gateway_;
  std::mt19937_64 random_;
  std::size_t kills_ = 0;
  std::size_t faults_ = 0;
};

}  // namespace tests::integration::crash
