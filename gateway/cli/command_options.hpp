// The options that the `users` commands share, as the command line has them.
#pragma once

#include "gateway/cli/connection.hpp"
#include "gateway/cli/user_writer.hpp"

#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace gateway::cli {

// An empty value is refused: it would look as if nothing were asked.
CLI::Option* add_text(CLI::App& command, const std::string& name, std::string& text, const std::string& help);
// Where Usher is and who calls.
void add_connection(CLI::App& command, ConnectionWish& wish);
CLI::Option* add_format(CLI::App& command, Format& format);

}  // namespace gateway::cli
