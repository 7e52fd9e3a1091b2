// Conditional requests (RFC 9110, 13): a caller that has the answer already is told so without its body.
#pragma once

#include "gateway/call.hpp"

#include <string_view>

namespace gateway::steps {

// Gives the answer its ETag, or makes it a 304 where `if_none_match`, the value of the header, names that
// tag. An answer without a tag stays as it is.
void apply_conditions(Answer& answer, std::string_view if_none_match);

}  // namespace gateway::steps
