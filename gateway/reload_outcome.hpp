// What a reload of the configuration came to.
#pragma once

#include <string>
#include <vector>

namespace gateway {

// No mistakes: the new configuration serves. Else each as `usher check` tells it, and nothing was changed.
struct ReloadOutcome {
  std::vector<std::string> mistakes;
};

}  // namespace gateway
