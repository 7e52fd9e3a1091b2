// The port through which adapters and policies speak HTTP/1.1 to one upstream. Layers (retry, timeout, bearer
// token) have this same face and stand in front of the wire (gateway/policy/stack, gateway/transport/client).
#pragma once

#include "adapters/async.hpp"
#include "adapters/call_context.hpp"
#include "adapters/http_message.hpp"

namespace adapters {

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Any status is a reply; an error is a failure to get one.
  virtual Async<HttpReply> send(CallContext context, HttpRequest request) = 0;
};

}  // namespace adapters
