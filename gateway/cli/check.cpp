#include "gateway/blueprint.hpp"
#include "gateway/cli/command_line.hpp"

#include <iostream>

namespace gateway::cli {

int check(const std::string& file, bool effective, const Registry& registry) {
  const Blueprint blueprint = read_blueprint(file, config::process_environment(), registry);
  if (blueprint.config.unreadable) {
    std::cerr << "usher: " << file << ": " << *blueprint.config.unreadable << '\n';
    return 2;
  }
  for (const auto& mistake : blueprint.config.diagnostics->sorted())
    std::cerr << to_string(mistake) << '\n';
  if (!blueprint.config.is_good()) return 1;
  if (effective) std::cout << config::effective(blueprint.config);
  return 0;
}

}  // namespace gateway::cli
