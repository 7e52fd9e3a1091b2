// Texts that must match a pattern or a format, for json_schema.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tests::support {

// Whether a pattern is found in `text`, as JSON Schema has it: anywhere, unless the pattern is anchored.
bool matches_pattern(const std::string& pattern, std::string_view text);
// Nothing for a format that is not known: date-time, uuid and uri-reference are.
std::optional<bool> has_format(std::string_view format, std::string_view text);
// In code points.
std::size_t length_of(std::string_view utf8);

}  // namespace tests::support
