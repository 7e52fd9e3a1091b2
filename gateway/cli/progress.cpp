#include "gateway/cli/progress.hpp"

#include <string>

namespace gateway::cli {

void Progress::tick() {
  if (!line_.is_due()) return;
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(users_) / line_.elapsed());
  line_.draw(grouped(users_) + (users_ == 1 ? " user, " : " users, ") + grouped(rate) + "/s");
}

}  // namespace gateway::cli
