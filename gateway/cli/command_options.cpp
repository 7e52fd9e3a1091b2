#include "gateway/cli/command_options.hpp"

#include <CLI/CLI.hpp>

#include <map>

namespace gateway::cli {
namespace {

const std::map<std::string, Format> formats = {
    {"table", Format::table}, {"json", Format::json}, {"ndjson", Format::ndjson}, {"csv", Format::csv}};

}  // namespace

CLI::Option* add_text(CLI::App& command, const std::string& name, std::string& text,
                      const std::string& help) {
  const auto is_there = [](const std::string& value) { return std::string(value.empty() ? "is empty" : ""); };
  return command.add_option(name, text, help)->check(CLI::Validator(is_there, ""));
}

void add_connection(CLI::App& command, ConnectionWish& wish) {
  command.add_option("--url", wish.url,
                     "Where Usher is: https://…, http://… of a loopback, or unix:/path; default: USHER_URL, "
                     "else http://127.0.0.1:8080");
  auto* variable = add_text(command, "--key-env", wish.key.variable,
                            "The variable that holds the API key; default: USHER_API_KEY");
  add_text(command, "--key-file", wish.key.file, "The file that holds the API key")->excludes(variable);
  command.add_option("--ca-file", wish.ca_file, "A CA of your own (PEM) in the place of the system's");
}

CLI::Option* add_format(CLI::App& command, Format& format) {
  return command.add_option("--format", format, "table (the default), json, ndjson or csv")
      ->transform(CLI::CheckedTransformer(formats).description(""))
      ->type_name("FORMAT");
}

}  // namespace gateway::cli
