// How large the crash tests are, and with which seed: by the environment, small where it says nothing.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace tests::integration::crash {

inline std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The same seed is the same plan; the moments of threads and processes are the machine's.
inline std::uint64_t seed() { return setting("USHER_CRASH_SEED", 1); }

}  // namespace tests::integration::crash
