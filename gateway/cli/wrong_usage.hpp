// A command that was given what it cannot work with: told on stderr, its exit code is 2.
#pragma once

#include <string>
#include <string_view>

namespace gateway::cli {

// `command` as it was typed: "users create". Made harmless for a terminal. Returns 2.
int wrong_usage(std::string_view command, const std::string& why);

}  // namespace gateway::cli
