#include "schema/excerpt.hpp"

namespace schema {

std::string_view first_characters(std::string_view utf8, std::size_t count) {
  // No text has more characters than bytes, so most need no counting.
  if (utf8.size() <= count) return utf8;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const bool begins_character = (static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80;
    if (!begins_character) continue;
    if (count == 0) return utf8.substr(0, i);
    --count;
  }
  return utf8;
}

}  // namespace schema
