// A request as the pipeline sees it, and its answer; what the session reads and writes for them.
#pragma once

#include "adapters/clock.hpp"
#include "gateway/server/request_head.hpp"
#include "gateway/steps/host_rule.hpp"
#include "gateway/steps/route.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gateway {

// What is known of the listener that a request came in by.
struct Entrance {
  steps::Door door = steps::Door::portal;
  steps::HostRule host_rule;
  bool asks_for_client = false;
};

struct Answer {
  unsigned status = 200;
  std::string content_type;  // empty: no body
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of `body`, for what is the same for everybody

  std::string_view payload() const {
    return shared_body ? std::string_view(*shared_body) : std::string_view(body);
  }
};

}  // namespace gateway
