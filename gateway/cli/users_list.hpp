// `usher users list`: asks a running Usher for users and prints them.
#pragma once

#include "gateway/cli/api_key.hpp"
#include "gateway/cli/user_writer.hpp"
#include "gateway/cli/users_query.hpp"

#include <optional>
#include <string>

namespace gateway::cli {

struct UsersListWish {
  UsersQuery query;
  Format format = Format::table;
  std::string url;  // empty: USHER_URL, else the default
  KeySource key;
  std::optional<std::string> ca_file;
  bool quiet = false;
};

// The exit code.
int users_list(UsersListWish wish);

}  // namespace gateway::cli
