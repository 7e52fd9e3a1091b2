// `usher users list`: asks a running Usher for users and prints them.
#pragma once

#include "gateway/cli/connection.hpp"
#include "gateway/cli/user_writer.hpp"
#include "gateway/cli/users_query.hpp"

namespace gateway::cli {

struct UsersListWish {
  UsersQuery query;
  Format format = Format::table;
  ConnectionWish connection;
  bool quiet = false;
};

// The exit code.
int users_list(UsersListWish wish);

}  // namespace gateway::cli
