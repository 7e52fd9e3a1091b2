// What the operating system counts of this process, for the metrics page. Linux; a figure that cannot be read
// is left out.
#pragma once

#include <optional>

namespace gateway::observe {

struct ProcessStats {
  std::optional<double> cpu_seconds;
  std::optional<double> resident_bytes;
  std::optional<double> open_fds;
  std::optional<double> max_fds;
};

ProcessStats read_process_stats();

}  // namespace gateway::observe
