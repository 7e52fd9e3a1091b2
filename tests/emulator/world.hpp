// Everything that the emulated providers, the token service and the control API share: one mutable world,
// used by one thread. Whoever answers a request gets it by reference.
#pragma once

#include "tests/emulator/clock.hpp"
#include "tests/emulator/directory.hpp"
#include "tests/emulator/faults.hpp"
#include "tests/emulator/ledger.hpp"
#include "tests/emulator/random.hpp"
#include "tests/emulator/switches.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tests::emulator {

struct World {
  // `settings` are switches that a reset comes back to; they must be valid.
  World(std::uint64_t world_seed, std::vector<std::pair<std::string, std::string>> settings);

  void reset();
  // Whether lists and reads show what was created then.
  bool is_visible(Millis created_at) const;

  std::uint64_t seed;
  std::vector<std::pair<std::string, std::string>> initial_switches;
  Clock clock;
  Switches switches;
  Directory directory;
  Faults faults;
  Ledger ledger;
  Random random;
  std::map<std::string, std::string> certificates;  // PEM by client id, for client_assertion
};

// So many in each minute of the world's clock.
class RateWindow {
 public:
  // 0: go on; else seconds until the next minute. A limit of 0 is none.
  std::int64_t take(Millis now, std::int64_t limit);
  void reset() { *this = RateWindow(); }

 private:
  Millis started_ = 0;
  std::int64_t taken_ = 0;
};

// Retry-After in the form that the switch retry_after asks for; no header for "none".
void add_retry_after(const World& world, std::int64_t seconds, Pairs& headers);
// The body that API Management sends with 429, byte for byte.
std::string rate_limit_body(std::int64_t seconds);

}  // namespace tests::emulator
