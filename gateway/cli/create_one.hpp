// Creates one user, or asks what would be sent, and prints the answer.
#pragma once

#include "gateway/cli/users_create.hpp"

#include <string>

namespace gateway::cli {

// What does not go together; empty: all does.
std::string contradiction_in(const OneUserWish& one, bool validates_only);

// The exit code. Nothing is asked where a secret or the draft cannot be read.
int create_one(const UsersCreateWish& wish, Connection connection, const config::Environment& environment);

}  // namespace gateway::cli
