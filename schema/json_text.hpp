// Writing JSON straight into one growing buffer, for the answers that are written often.
#pragma once

#include "schema/text.hpp"

#include <string>
#include <string_view>

namespace schema {

// A JSON string with its quotes; escapes what RFC 8259 says must be. `utf8` must be valid UTF-8.
void append_json_string(std::string& out, std::string_view utf8);
// A JSON string, or null.
void append_json_text(std::string& out, const Text& text);
// True when no byte of it needs an escape.
bool is_plain_json(std::string_view utf8);

}  // namespace schema
