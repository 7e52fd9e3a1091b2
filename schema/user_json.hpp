// The common schema on the wire: one person as a JSON object, every member present, in the published order.
#pragma once

#include "schema/person.hpp"

#include <string>
#include <string_view>

namespace schema {

// Appends the object. `more` is appended before the closing brace (as `,"complete":true`), for the answers
// that carry members beside the user's.
void append_person(std::string& out, const Person& person, std::string_view more = {});

}  // namespace schema
