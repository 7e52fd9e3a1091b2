// A small seeded generator (SplitMix64): the same seed gives the same people, GUIDs and tokens in every
// build. The population and the token service use it; nothing secret depends on it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tests::emulator {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();
  // Uniform enough below `limit`; limit > 0.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  // True in about `percent` of the calls.
  bool chance(unsigned percent) { return next() % 100 < percent; }
  // A version 4 GUID in lower case.
  std::string guid();

 private:
  std::uint64_t state_;
};

// A stable number for a text, to give each customer a stream of its own (FNV-1a).
std::uint64_t hash_of(std::string_view text);

}  // namespace tests::emulator
