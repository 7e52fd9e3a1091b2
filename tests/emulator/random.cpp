#include "tests/emulator/random.hpp"

namespace tests::emulator {

std::uint64_t Random::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::string Random::guid() {
  static constexpr char hex[] = "0123456789abcdef";
  std::uint64_t high = (next() & 0xffffffffffff0fffULL) | 0x0000000000004000ULL;
  std::uint64_t low = (next() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
  std::string out;
  out.reserve(36);
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
    const std::uint64_t word = i < 16 ? high : low;
    out += hex[(word >> (60 - 4 * (i % 16))) & 0xf];
  }
  return out;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const unsigned char c : text)
    hash = (hash ^ c) * 0x100000001b3ULL;
  return hash;
}

}  // namespace tests::emulator
