// `usher users …`: declares its options to the command line and says what was asked for.
#pragma once

#include "gateway/cli/users_list.hpp"

namespace CLI {
class App;
}

namespace gateway::cli {

// `wish` outlives `app`. The command `users list`, to be asked whether it was given.
CLI::App* add_users_list(CLI::App& app, UsersListWish& wish);

}  // namespace gateway::cli
