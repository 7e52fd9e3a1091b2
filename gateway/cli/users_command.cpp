#include "gateway/cli/users_command.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <string>

namespace gateway::cli {
namespace {

const std::map<std::string, Format> formats = {
    {"table", Format::table}, {"json", Format::json}, {"ndjson", Format::ndjson}, {"csv", Format::csv}};

// An empty value would look as if nothing were asked.
CLI::Option* add_text(CLI::App& command, const std::string& name, std::string& text,
                      const std::string& help) {
  const auto is_there = [](const std::string& value) { return std::string(value.empty() ? "is empty" : ""); };
  return command.add_option(name, text, help)->check(CLI::Validator(is_there, ""));
}

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

void add_how(CLI::App& command, UsersListWish& wish) {
  command.add_option("--format", wish.format, "table (the default), json, ndjson or csv")
      ->transform(CLI::CheckedTransformer(formats).description(""))
      ->type_name("FORMAT");
  command.add_option(
      "--url", wish.url,
      "Where Usher is: https://…, http://… of a loopback, or unix:/path; default: USHER_URL, else "
      "http://127.0.0.1:8080");
  auto* variable = add_text(command, "--key-env", wish.key.variable,
                            "The variable that holds the API key; default: USHER_API_KEY");
  add_text(command, "--key-file", wish.key.file, "The file that holds the API key")->excludes(variable);
  command.add_option("--ca-file", wish.ca_file, "A CA of your own (PEM) in the place of the system's");
  command.add_flag("--quiet", wish.quiet, "No progress line");
}

}  // namespace

CLI::App* add_users_list(CLI::App& app, UsersListWish& wish) {
  auto* users = app.add_subcommand("users", "Ask a running gateway about users");
  users->require_subcommand(1);
  auto* list = users->add_subcommand("list", "Print the users of a customer, or of all");
  add_what(*list, wish.query);
  add_how(*list, wish);
  return list;
}

}  // namespace gateway::cli
