// Against DNS rebinding: a loopback listener that asks nobody for a key (no clients, or the admin listener)
// serves only requests that were meant for it by name.
#pragma once

#include "schema/problem.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

class HostRule {
 public:
  // Takes every authority: listeners with clients, and Unix sockets.
  HostRule() = default;
  // Takes localhost, loopback literals and `hosts` (names without port, in any case), with any port.
  explicit HostRule(std::vector<std::string> hosts);

  // misdirected_request, or nothing. `authority` as in RequestHead.
  std::optional<schema::Problem> check(std::string_view authority) const;

 private:
  bool enforced_ = false;
  std::vector<std::string> hosts_;
};

}  // namespace gateway::steps
