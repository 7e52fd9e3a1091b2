// Sees whether memory that is given back still holds a secret. The test program's operator delete looks for
// the marker in every block while a watch lives. One watch at a time, one thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace schema::test {

class FreedMemoryWatch {
 public:
  explicit FreedMemoryWatch(std::string_view marker);  // at most 64 bytes
  ~FreedMemoryWatch();
  FreedMemoryWatch(const FreedMemoryWatch&) = delete;
  FreedMemoryWatch& operator=(const FreedMemoryWatch&) = delete;

  // Blocks that were freed with the marker in them.
  std::size_t leaks() const;
};

}  // namespace schema::test
