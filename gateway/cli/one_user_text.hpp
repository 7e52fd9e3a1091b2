// One created user, or the plan of a create, as it is printed.
#pragma once

#include "gateway/cli/output.hpp"
#include "gateway/cli/user_writer.hpp"

#include <string_view>

namespace gateway::cli {

// False: the text is no user, and nothing was printed.
bool print_user(std::string_view json, Format format, Output& output);
// `{"plan": […]}`; as a table: each request as HTTP has it.
bool print_plan(std::string_view json, Format format, Output& output);

}  // namespace gateway::cli
