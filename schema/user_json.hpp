// The common schema on the wire: one person as a JSON object, in the published order; every member that its
// shape has is there, null where there is no value (`conflicts` only where there are any).
#pragma once

#include "schema/person.hpp"
#include "schema/user_shape.hpp"

#include <string>
#include <string_view>

namespace schema {

// Appends the object. `more` is appended before the closing brace (as `,"complete":true`), for the answers
// that carry members beside the user's.
void append_person(std::string& out, const Person& person, std::string_view more = {},
                   const UserShape& shape = {});

}  // namespace schema
