// The beginning of a text that may be long, for messages that quote it. Counted in code points and cut
// between them; escaping is left to whoever prints it.
#pragma once

#include <cstddef>
#include <string_view>

namespace schema {

// A member name that a message quotes is cut here; a value is never quoted.
inline constexpr std::size_t quoted_name_characters = 64;

// The first `count` code points of `utf8`, or all of it where it has no more.
std::string_view first_characters(std::string_view utf8, std::size_t count);

}  // namespace schema
