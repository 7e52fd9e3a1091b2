// `usher users …`: declares its options to the command line and says what was asked for.
#pragma once

#include "gateway/cli/users_create.hpp"
#include "gateway/cli/users_list.hpp"

namespace CLI {
class App;
}

namespace gateway::cli {

struct UsersWish {
  UsersListWish list;
  UsersCreateWish create;
};

// To be asked which of them was given.
struct UsersCommands {
  CLI::App* list;
  CLI::App* create;
};

// `wish` outlives `app`.
UsersCommands add_users(CLI::App& app, UsersWish& wish);

}  // namespace gateway::cli
