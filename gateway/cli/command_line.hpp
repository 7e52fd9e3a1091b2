// The commands of `usher`. Each returns the process's exit code: 0 good, 1 the command failed, 2 wrong usage
// or an unreadable file.
#pragma once

#include "adapters/provider.hpp"

#include <string>
#include <vector>

namespace gateway::cli {

using Registry = std::vector<adapters::Provider>;

int run(int argc, char** argv, const Registry& registry);

int serve(const std::string& file, const Registry& registry);
struct CheckWish {
  bool effective = false;  // print the whole configuration
  bool providers = false;  // sign in to each and read a page
};
int check(const std::string& file, CheckWish wish, const Registry& registry);
int hash_key(bool from_stdin);
std::string version_text();

}  // namespace gateway::cli
