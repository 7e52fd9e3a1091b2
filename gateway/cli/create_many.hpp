// Creates the users of a CSV file: everything is checked first, the keys are on the disk before anything is
// sent, and what a run leaves open the next one finishes.
#pragma once

#include "gateway/cli/users_create.hpp"

namespace gateway::cli {

// The exit code.
int create_many(const UsersCreateWish& wish, Connection connection, const config::Environment& environment);

}  // namespace gateway::cli
