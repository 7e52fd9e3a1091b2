#include "gateway/cli/users_command.hpp"

#include "gateway/cli/command_options.hpp"

#include <CLI/CLI.hpp>

namespace gateway::cli {
namespace {

void add_what(CLI::App& command, UsersQuery& query) {
  add_text(command, "--tenant", query.tenant, "The tenant")->required();
  auto* which = command.add_option_group("whose", "Whose users");
  add_text(*which, "--customer", query.customer, "A customer's: its alias or GUID");
  which->add_flag("--all")->description("Those of all customers");
  which->require_option(1);
  add_text(command, "--provider", query.provider, "Ask only these, comma-separated");
  add_text(command, "--filter", query.filter,
           "A SCIM filter: 'displayName sw \"A\" and state eq \"active\"'");
  add_text(command, "--search", query.search, "A part of a name or an address");
  add_text(command, "--state", query.state, "active (the default), deleted or any");
  add_text(command, "--sort", query.sort, "displayName (the default) and others; - in front: descending");
  add_text(command, "--fields", query.fields,
           "Members of users, comma-separated; the columns, in their order");
  add_text(command, "--include", query.include, "raw: what each provider said");
  add_text(command, "--require", query.require, "all: fail unless every provider answers");
  command.add_option("--limit", query.limit, "Stop after so many users")->check(CLI::PositiveNumber);
}

CLI::App* add_list(CLI::App& users, UsersListWish& wish) {
  auto* list = users.add_subcommand("list", "Print the users of a customer, or of all");
  add_what(*list, wish.query);
  add_format(*list, wish.format);
  add_connection(*list, wish.connection);
  list->add_flag("--quiet", wish.quiet, "No progress line");
  return list;
}

void add_one(CLI::App& command, OneUserWish& one) {
  command.add_option(
      "FIELD=VALUE", one.fields,
      "Members of the user: userPrincipalName, email, firstName, lastName, displayName, usageLocation, "
      "phoneNumber, immutableId, role, groups (ids with ; between), forceChangePassword");
  add_text(command, "--draft", one.draft_file,
           "The user as JSON, as the API takes it: a file, or - for stdin");
  add_text(command, "--password-file", one.password.file,
           "The file that holds the user's password, or - for stdin");
  command.add_flag("--ask-password", one.password.is_asked, "Ask for the user's password on the terminal");
  // Hidden: whoever tries it is told the way, and no message repeats the password.
  const auto note = [&one](const std::string&) { one.shows_password = true; };
  command.add_option_function<std::string>("--password", note)->group("");
  add_text(command, "--idempotency-key", one.idempotency_key,
           "The key of an earlier try, to finish that and create nobody twice; default: a new one");
  add_format(command, one.format)->each([&one](const std::string&) { one.has_format = true; });
}

void add_many(CLI::App& command, ManyUsersWish& many) {
  add_text(command, "--from", many.file,
           "Create the users of a CSV file, whose first line names the fields (and password). Everything is "
           "checked before anything is created; the same command again finishes what is open");
  add_text(command, "--result", many.result,
           "What became of each row, and the memory of the next run; default: FILE.result.csv for FILE.csv");
  command.add_flag("--retry-refused", many.retries_refused,
                   "Send refused rows again though they have not changed");
  command.add_flag("--quiet", many.quiet, "No progress line");
}

CLI::App* add_create(CLI::App& users, UsersCreateWish& wish) {
  auto* create = users.add_subcommand("create", "Create a user, or those of a CSV file");
  add_text(*create, "--tenant", wish.place.tenant, "The tenant")->required();
  add_text(*create, "--customer", wish.place.customer, "The customer: its alias or GUID")->required();
  add_text(*create, "--provider", wish.place.provider,
           "Create in these, comma-separated; default: as the gateway is configured");
  create->add_flag("--validate-only", wish.validates_only,
                   "Create nothing: say what is wrong, or what would be sent");
  add_one(*create, wish.one);
  add_many(*create, wish.many);
  add_connection(*create, wish.connection);
  return create;
}

}  // namespace

UsersCommands add_users(CLI::App& app, UsersWish& wish) {
  auto* users = app.add_subcommand("users", "Ask a running gateway about users, or for new ones");
  users->require_subcommand(1);
  UsersCommands commands{};
  commands.list = add_list(*users, wish.list);
  commands.create = add_create(*users, wish.create);
  return commands;
}

}  // namespace gateway::cli
