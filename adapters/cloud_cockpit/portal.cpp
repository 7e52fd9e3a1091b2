#include "adapters/cloud_cockpit/portal.hpp"

namespace adapters::cloud_cockpit {

HttpRequest make_request(Method method, const std::string& target, const Portal& portal,
                         const CallContext& context) {
  HttpRequest request(method, portal.base.path_prefix + target);
  request.set_header("Accept", "application/json");
  request.set_header("X-Tenant", portal.x_tenant);
  // Optional by the documentation, required in practice.
  request.set_header("X-Correlation-Id", context.correlation_id);
  if (context.traceparent.empty()) return request;
  request.set_header("traceparent", context.traceparent);
  if (!context.tracestate.empty()) request.set_header("tracestate", context.tracestate);
  return request;
}

}  // namespace adapters::cloud_cockpit
