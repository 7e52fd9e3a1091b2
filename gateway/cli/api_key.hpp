// The caller's key, from a file or an environment variable; never from the command line, where every user of
// the machine could read it.
#pragma once

#include "config/checked.hpp"
#include "config/environment.hpp"
#include "schema/secret_text.hpp"

#include <string>

namespace gateway::cli {

struct KeySource {
  std::string file;      // wins where it is given
  std::string variable;  // empty: USHER_API_KEY, which need not be set

  // For messages: "the variable USHER_API_KEY".
  std::string to_string() const;
};

// An empty secret where no key is configured: a gateway without clients wants none.
config::Checked<schema::SecretText> read_api_key(const KeySource& source,
                                                 const config::Environment& environment);

}  // namespace gateway::cli
