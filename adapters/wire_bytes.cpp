#include "adapters/wire_bytes.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>

namespace adapters {

WireBytes::WireBytes(std::size_t capacity)
    : data_(std::make_unique_for_overwrite<char[]>(capacity + padding)), capacity_(capacity) {
  std::memset(data_.get() + capacity, 0, padding);
}

WireBytes WireBytes::copy_of(std::string_view text) {
  WireBytes bytes(text.size());
  std::copy(text.begin(), text.end(), bytes.data());
  bytes.set_size(text.size());
  return bytes;
}

void WireBytes::grow_to(std::size_t capacity) {
  if (capacity <= capacity_) return;
  WireBytes larger(std::max(capacity, capacity_ * 2));
  std::copy_n(data_.get(), size_, larger.data());
  larger.size_ = size_;
  *this = std::move(larger);
}

void WireBytes::wipe() {
  if (data_) OPENSSL_cleanse(data_.get(), capacity_);
  size_ = 0;
}

}  // namespace adapters
