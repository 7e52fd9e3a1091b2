// The page behind a problem's `type`: what the code means and what a caller can do, for a person.
#pragma once

#include "gateway/call.hpp"

#include <string_view>

namespace gateway::steps {

// 404 for a code that is not in the table.
Answer render_problem_page(std::string_view code, std::string_view correlation_id);

}  // namespace gateway::steps
