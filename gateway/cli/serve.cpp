#include "gateway/app.hpp"
#include "gateway/cli/command_line.hpp"

#include <csignal>
#include <iostream>
#include <malloc.h>

namespace gateway::cli {

int serve(const std::string& file, const Registry& registry) {
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow is an error like any other.
  std::signal(SIGXFSZ, SIG_IGN);
  // Bodies and answers of lists come and go by the hundred KiB: kept by the allocator instead of mapped and
  // faulted in anew each time (page faults were some 8% of a list's CPU in a profile).
  mallopt(M_MMAP_THRESHOLD, 16 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
  auto files = std::make_shared<WatchedFiles>(file);
  Blueprint blueprint = read_blueprint(file, files->record(config::process_environment()), registry);
  if (blueprint.config.unreadable) {
    std::cerr << "usher: " << file << ": " << *blueprint.config.unreadable << '\n';
    return 2;
  }
  for (const auto& mistake : blueprint.config.diagnostics->sorted())
    std::cerr << to_string(mistake) << '\n';
  if (!blueprint.config.is_good()) return 1;

  App app(std::move(blueprint), Source{file, config::process_environment(), registry}, std::move(files));
  const auto mistakes = app.open();
  for (const auto& mistake : mistakes)
    std::cerr << "usher: " << mistake << '\n';
  if (!mistakes.empty()) return 1;
  return app.run();
}

}  // namespace gateway::cli
