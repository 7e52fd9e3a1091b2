// What came of `usher check --providers`, for a person: a line for each tenant and provider. Pure.
#pragma once

#include "gateway/cli/try_providers.hpp"

#include <string>

namespace gateway::cli {

bool is_good(const Trial& trial);
// A table, with what failed, what it means and what to do at the end of a row. No width cuts it short.
std::string trial_text(const Trial& trial);

}  // namespace gateway::cli
