// Judges the bytes of a configuration file before YAML sees them, and the texts that it holds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace config {

struct TextFault {
  std::size_t offset;
  std::string what;
};

// The first byte that has no place in a text file: invalid UTF-8, a control character other than tab and line
// breaks, or a carriage return that ends no line.
std::optional<TextFault> find_text_fault(std::string_view bytes);

// How many characters `utf8` has; it must be valid.
std::size_t count_characters(std::string_view utf8);

// True for C0 controls and DEL.
bool has_control_character(std::string_view text);

}  // namespace config
