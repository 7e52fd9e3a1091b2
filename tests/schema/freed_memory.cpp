#include "tests/schema/freed_memory.hpp"

#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>

namespace schema::test {
namespace {

char marker_bytes[64];
std::size_t marker_size = 0;
std::size_t leak_count = 0;

void look_at(void* block) {
  if (block == nullptr || marker_size == 0) return;
  const std::string_view bytes(static_cast<const char*>(block), malloc_usable_size(block));
  if (bytes.find(std::string_view(marker_bytes, marker_size)) != bytes.npos) ++leak_count;
}

}  // namespace

FreedMemoryWatch::FreedMemoryWatch(std::string_view marker) {
  marker.copy(marker_bytes, sizeof marker_bytes);
  leak_count = 0;
  marker_size = marker.size();
}

FreedMemoryWatch::~FreedMemoryWatch() { marker_size = 0; }

std::size_t FreedMemoryWatch::leaks() const { return leak_count; }

// All the program's replaced operators come here.
void* take(std::size_t size, std::size_t alignment) {
  const std::size_t whole = (size + alignment) / alignment * alignment;
  void* const block = std::aligned_alloc(alignment, whole);
  if (block == nullptr) throw std::bad_alloc();
  // Fresh memory is cleared, so that a marker in it was written by its owner.
  std::memset(block, 0, malloc_usable_size(block));
  return block;
}

void give_back(void* block) noexcept {
  look_at(block);
  std::free(block);
}

}  // namespace schema::test

void* operator new(std::size_t size) { return schema::test::take(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return schema::test::take(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* block) noexcept { schema::test::give_back(block); }
void operator delete(void* block, std::size_t) noexcept { schema::test::give_back(block); }
void operator delete(void* block, std::align_val_t) noexcept { schema::test::give_back(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { schema::test::give_back(block); }
