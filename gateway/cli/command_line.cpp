#include "gateway/cli/command_line.hpp"

#include "gateway/cli/users_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <sys/prctl.h>

namespace gateway::cli {

int run(int argc, char** argv, const Registry& registry) {
  // Keys, passwords and tokens live in this process, whatever the command: no core file, and no look into its
  // memory by others of the same user.
  prctl(PR_SET_DUMPABLE, 0);
  CLI::App app("One door to every user directory of a Microsoft CSP business.", "usher");
  app.require_subcommand(0, 1);
  bool wants_version = false;
  app.add_flag("--version", wants_version, "Print the versions of usher and of its libraries");

  std::string file;
  CheckWish check_wish;
  bool from_stdin = false;
  auto* serve_command = app.add_subcommand("serve", "Run the gateway; one JSON log line an event on stdout");
  serve_command->add_option("FILE", file, "The configuration, YAML")->required();
  auto* check_command = app.add_subcommand("check", "Validate a configuration; mistakes on stderr");
  check_command->add_option("FILE", file, "The configuration, YAML")->required();
  check_command->add_flag("--effective", check_wish.effective,
                          "Print the whole configuration, defaults filled in and secrets removed");
  check_command->add_flag("--providers", check_wish.providers,
                          "Also sign in to every provider of every tenant and read a page");
  auto* hash_command = app.add_subcommand("hash-key", "Make an API key and its hash for `api_key_sha256`");
  hash_command->add_flag("--stdin", from_stdin, "Hash the key on standard input instead of making one");
  UsersWish users;
  const UsersCommands users_commands = add_users(app, users);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& mistake) {
    const int code = app.exit(mistake);
    return code == 0 ? 0 : 2;
  }
  if (wants_version) {
    std::cout << version_text();
    return 0;
  }
  if (serve_command->parsed()) return serve(file, registry);
  if (check_command->parsed()) return check(file, check_wish, registry);
  if (hash_command->parsed()) return hash_key(from_stdin);
  if (users_commands.list->parsed()) return users_list(std::move(users.list));
  if (users_commands.create->parsed()) return users_create(std::move(users.create));
  std::cerr << app.help();
  return 2;
}

}  // namespace gateway::cli
