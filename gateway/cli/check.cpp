#include "gateway/blueprint.hpp"
#include "gateway/cli/command_line.hpp"
#include "gateway/cli/trial_text.hpp"
#include "gateway/cli/try_providers.hpp"

#include <csignal>
#include <iostream>
#include <sys/prctl.h>

namespace gateway::cli {
namespace {

int check_providers(const Blueprint& blueprint) {
  std::signal(SIGPIPE, SIG_IGN);
  const Trial trial = try_providers(blueprint);
  for (const auto& mistake : trial.mistakes)
    std::cerr << "usher: " << mistake << '\n';
  if (!trial.mistakes.empty()) return 1;
  std::cout << trial_text(trial) << std::flush;
  for (const auto& note : trial.notes)
    std::cerr << "usher: note: " << note << '\n';
  return is_good(trial) ? 0 : 1;
}

}  // namespace

int check(const std::string& file, CheckWish wish, const Registry& registry) {
  // Secrets live in this process: no core file, no ptrace by others of the same user.
  prctl(PR_SET_DUMPABLE, 0);
  const Blueprint blueprint = read_blueprint(file, config::process_environment(), registry);
  if (blueprint.config.unreadable) {
    std::cerr << "usher: " << file << ": " << *blueprint.config.unreadable << '\n';
    return 2;
  }
  for (const auto& mistake : blueprint.config.diagnostics->sorted())
    std::cerr << to_string(mistake) << '\n';
  if (!blueprint.config.is_good()) return 1;
  if (wish.effective) std::cout << config::effective(blueprint.config);
  return wish.providers ? check_providers(blueprint) : 0;
}

}  // namespace gateway::cli
