// What stands inside one JSON token, to the letter of RFC 8259. Pure; json_page.cpp uses it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace adapters {

bool is_json_number(std::string_view token);
// Writes the text that `raw`, the inside of a string, stands for and gives its size; nullopt for a bad escape
// or half of a surrogate pair. The text is never longer than `raw`. `out` may be null: then it is checked
// only.
std::optional<std::size_t> unescape_json(char* out, std::string_view raw);

}  // namespace adapters
