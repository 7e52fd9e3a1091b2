// Any bytes, as a caller brings them back: no text opens that was not given out, and what stands inside of
// one reads as a cursor that writes the same, or as none.
#include "gateway/aggregate/cursor.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using gateway::aggregate::CursorSeal;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const CursorSeal seal(std::string(32, 'k'));
  const std::chrono::system_clock::time_point now{std::chrono::seconds(1'800'000'000)};
  if (seal.open(bytes, "bound", now)) abort();

  const auto cursor = gateway::aggregate::decode_cursor(bytes);
  if (!cursor) return 0;
  if (cursor->last.text.size() > 255 || cursor->last.id.size() > 255 || cursor->pins.size() > 64) abort();
  const auto again = gateway::aggregate::decode_cursor(gateway::aggregate::encode_cursor(*cursor));
  if (!again || again->walk != cursor->walk || again->last != cursor->last) abort();
  if (again->pins.size() != cursor->pins.size()) abort();
  const std::string text = seal.seal(*cursor, "bound");
  // Longer ones than are ever given out are refused.
  const bool opens = seal.open(text, "bound", now).has_value();
  const bool may_open = text.size() <= gateway::aggregate::max_cursor_characters && cursor->ends > now;
  if (opens != may_open || seal.open(text, "elsewhere", now)) abort();
  return 0;
}
