// Writes many short pieces of JSON into a growing buffer, for the one answer where that time is felt: a
// list's users. Everything else appends to its string directly.
#pragma once

#include "schema/json_text.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace schema {

// The parts must become one function: GCC would keep the pen in memory, and that doubles the time.
#define USHER_INLINE [[gnu::always_inline]] inline

// First and last `half` bytes, which may overlap; half <= size <= 2 * half.
template <std::size_t half>
USHER_INLINE void copy_ends(char* to, const char* from, std::size_t size) {
  std::array<char, half> head;
  std::array<char, half> tail;
  std::memcpy(head.data(), from, half);
  std::memcpy(tail.data(), from + size - half, half);
  std::memcpy(to, head.data(), half);
  std::memcpy(to + size - half, tail.data(), half);
}

// Most values are shorter than 32 bytes, where a call of memcpy costs more than the copy.
USHER_INLINE void copy(char* to, const char* from, std::size_t size) {
  if (size > 32) {
    std::memcpy(to, from, size);
  } else if (size >= 16) {
    copy_ends<16>(to, from, size);
  } else if (size >= 8) {
    copy_ends<8>(to, from, size);
  } else if (size >= 4) {
    copy_ends<4>(to, from, size);
  } else {
    for (std::size_t i = 0; i < size; ++i)
      to[i] = from[i];
  }
}

// A person's bytes gather in a buffer and join the answer in one append: sixty short appends, each with its
// own check of the string's capacity, cost a good deal more. The whole pen stays in registers, so nothing
// that is not inlined may take its address.
class Pen {
 public:
  using Buffer = std::array<char, 2048>;

  USHER_INLINE Pen(std::string& out, Buffer& buffer)
      : out_(out), begin_(buffer.data()), at_(begin_), end_(begin_ + buffer.size()) {}
  Pen(const Pen&) = delete;
  Pen& operator=(const Pen&) = delete;

  // For pieces of a length known at compile time and far below the buffer's.
  template <std::size_t size>
  USHER_INLINE void literal(const char (&piece)[size]) {
    fixed<size - 1>(piece);
  }
  template <std::size_t size>
  USHER_INLINE void literal(const std::array<char, size>& piece) {
    fixed<size>(piece.data());
  }
  USHER_INLINE void bytes(std::string_view piece) {
    if (piece.size() > room()) {
      flush();
      if (piece.size() > room()) return append(out_, piece.data(), piece.size());
    }
    copy(at_, piece.data(), piece.size());
    at_ += piece.size();
  }
  USHER_INLINE void quoted(std::string_view plain) {
    literal("\"");
    bytes(plain);
    literal("\"");
  }
  USHER_INLINE void text(const Text& text) {
    if (text.is_null()) return literal("null");
    if (text.is_plain()) return quoted(text.view());
    append_json_string(flushed(), text.view());
  }
  USHER_INLINE void name_or_null(std::string_view name) {
    if (name.empty()) return literal("null");
    quoted(name);
  }
  // The answer itself, with all that was written.
  USHER_INLINE std::string& flushed() {
    flush();
    return out_;
  }

 private:
  template <std::size_t size>
  USHER_INLINE void fixed(const char* piece) {
    static_assert(size <= 64);
    if (size > room()) flush();
    std::memcpy(at_, piece, size);
    at_ += size;
  }
  USHER_INLINE std::size_t room() const { return static_cast<std::size_t>(end_ - at_); }
  USHER_INLINE void flush() {
    append(out_, begin_, static_cast<std::size_t>(at_ - begin_));
    at_ = begin_;
  }
  [[gnu::noinline]] static void append(std::string& out, const char* bytes, std::size_t size) {
    out.append(bytes, size);
  }

  std::string& out_;
  char* const begin_;
  char* at_;
  char* const end_;
};

}  // namespace schema
