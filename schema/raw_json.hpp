// A provider's own JSON object as an answer may show it: on one line, without what could be a secret. Used
// for `include=raw`.
#pragma once

#include <string>
#include <string_view>

namespace schema {

// Appends the object without the white space outside its strings, and with null for the value of every
// member, at any depth, whose name contains `password`, `secret` or `token` in any case. `raw` is valid JSON:
// its reader checked it. Empty raw is null.
void append_raw_json(std::string& out, std::string_view raw);

}  // namespace schema
