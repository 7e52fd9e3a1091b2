// The body of a provider's answer: one allocation, sized once where the length is known, with the spare bytes
// behind it that the JSON reader needs (simdjson reads whole vectors). Page views point into it.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace adapters {

class WireBytes {
 public:
  static constexpr std::size_t padding = 64;

  WireBytes() = default;
  explicit WireBytes(std::size_t capacity);
  static WireBytes copy_of(std::string_view text);

  char* data() { return data_.get(); }
  std::string_view view() const { return {data_.get(), size_}; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }  // without the padding
  void set_size(std::size_t size) { size_ = size; }
  // At least doubles; keeps the content.
  void grow_to(std::size_t capacity);
  // Overwrites all of it, in a way that the compiler keeps, and forgets the content.
  void wipe();

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace adapters
