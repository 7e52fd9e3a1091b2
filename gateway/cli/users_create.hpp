// `usher users create`: asks a running Usher to create one user, or those of a CSV file.
#pragma once

#include "gateway/cli/connection.hpp"
#include "gateway/cli/create_place.hpp"
#include "gateway/cli/password_source.hpp"
#include "gateway/cli/user_writer.hpp"

#include <string>
#include <vector>

namespace gateway::cli {

struct OneUserWish {
  std::vector<std::string> fields;  // name=value
  std::string draft_file;           // JSON; "-": stdin; empty: none
  PasswordSource password;
  bool shows_password = false;  // there was a password among the arguments
  std::string idempotency_key;  // empty: a new one
  Format format = Format::table;
  bool has_format = false;  // somebody chose it
};

struct ManyUsersWish {
  std::string file;    // empty: one user is asked for
  std::string result;  // empty: beside the file
  bool retries_refused = false;
  bool quiet = false;
};

struct UsersCreateWish {
  CreatePlace place;
  ConnectionWish connection;
  bool validates_only = false;
  OneUserWish one;
  ManyUsersWish many;
};

// The exit code.
int users_create(UsersCreateWish wish);

}  // namespace gateway::cli
