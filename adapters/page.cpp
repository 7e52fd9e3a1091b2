#include "adapters/page.hpp"

#include <algorithm>

namespace adapters {

std::string_view Page::keep(std::string_view text) {
  // A null pointer would mean null text; an empty one is kept as a pointer to nothing.
  if (text.empty()) return std::string_view("", 0);
  auto* bytes = static_cast<char*>(decoded.allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), bytes);
  return {bytes, text.size()};
}

}  // namespace adapters
