// The parts of a JSON text as they were written, so that a user is passed on byte by byte: a parser and a
// writer in between would write numbers in another way. For texts that a parser has already found good;
// nothing is checked here.
#pragma once

#include <string_view>
#include <vector>

namespace gateway::cli {

struct JsonMember {
  std::string_view name;  // as written: between its quotes
  std::string_view value;
};

std::vector<JsonMember> members_of(std::string_view object);
std::vector<std::string_view> elements_of(std::string_view array);
// Empty where there is none. The last of several, as the parser has it.
std::string_view member_of(std::string_view object, std::string_view name);

}  // namespace gateway::cli
