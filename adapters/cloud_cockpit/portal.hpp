// Where the requests of one account go, and what every one of them carries besides the bearer token.
#pragma once

#include "adapters/call_context.hpp"
#include "adapters/http_message.hpp"
#include "config/url.hpp"

#include <string>

namespace adapters::cloud_cockpit {

struct Portal {
  config::Url base;
  std::string x_tenant;
};

// `target` below the API's own prefix: "/v1/...".
HttpRequest make_request(Method method, const std::string& target, const Portal& portal,
                         const CallContext& context);

}  // namespace adapters::cloud_cockpit
