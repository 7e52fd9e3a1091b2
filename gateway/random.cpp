#include "gateway/random.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdint>
#include <new>

namespace gateway {
namespace {

// The generator is asked for sixteen ids' bytes at once, so that most ids need no call of it.
struct Reserve {
  std::array<std::uint8_t, 256> bytes;
  std::size_t used = 256;

  void take(std::uint8_t* into, std::size_t count) {
    if (used + count > bytes.size()) {
      // Fails only when the system has no entropy source at all.
      if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::bad_alloc();
      used = 0;
    }
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(used), count, into);
    used += count;
  }
};

thread_local Reserve reserve;

}  // namespace

schema::Guid random_guid() {
  std::array<std::uint8_t, 16> bytes;
  reserve.take(bytes.data(), bytes.size());
  return schema::Guid::from_random(bytes);
}

std::string random_uuid() { return random_guid().to_string(); }

double random_fraction() {
  std::array<std::uint8_t, 4> bytes;
  reserve.take(bytes.data(), bytes.size());
  const auto number = static_cast<std::uint32_t>(bytes[0]) << 24 |
                      static_cast<std::uint32_t>(bytes[1]) << 16 | static_cast<std::uint32_t>(bytes[2]) << 8 |
                      bytes[3];
  return number / 4294967296.0;
}

}  // namespace gateway
