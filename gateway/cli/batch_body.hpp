// The body of a batch of creates, as many items as the contract allows: 200, and 1 MiB. It holds passwords:
// it never grows in memory, and is wiped when it goes.
#pragma once

#include "schema/secret_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace gateway::cli {

class BatchBody {
 public:
  static constexpr std::size_t most_items = 200;
  static constexpr std::size_t most_bytes = std::size_t{1} << 20;

  BatchBody();
  ~BatchBody() { schema::wipe(text_); }
  BatchBody(const BatchBody&) = delete;
  BatchBody& operator=(const BatchBody&) = delete;

  // False: it is full, and the item is for the next. A first item always fits in; Usher refuses one too long.
  bool add(std::string_view key, std::string_view draft);
  std::size_t size() const { return size_; }
  // Ends it: nothing is added any more.
  std::string_view finish();

 private:
  std::string text_;
  std::size_t size_ = 0;
};

}  // namespace gateway::cli
