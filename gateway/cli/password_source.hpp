// A new user's password, from a file, from stdin or asked for on the terminal; never from the command line,
// where every user of the machine could read it.
#pragma once

#include "config/checked.hpp"
#include "config/environment.hpp"
#include "schema/secret_text.hpp"

#include <string>
#include <string_view>

namespace gateway::cli {

struct PasswordSource {
  std::string file;  // "-": stdin
  bool is_asked = false;

  bool is_given() const { return !file.empty() || is_asked; }
};

// Empty where none is given.
config::Checked<schema::SecretText> read_password(const PasswordSource& source,
                                                  const config::Environment& environment);

// Asks twice, without echo, on a descriptor of a terminal that reads and writes.
config::Checked<schema::SecretText> ask_password(int terminal);

// A file, or stdin where `path` is "-".
config::FileRead read_input(const std::string& path, std::size_t max_bytes,
                            const config::Environment& environment);

}  // namespace gateway::cli
