// The correlation id and the W3C trace context of a request: what a caller sent, where it is well-formed.
// They come back in the answer and travel on to providers (adapters::CallContext).
#pragma once

#include "schema/guid.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::steps {

struct Trace {
  std::string correlation_id;  // a UUID in lower case, always there
  std::string traceparent;     // empty: none, or malformed
  std::string tracestate;      // empty without a traceparent
};

using MakeGuid = std::function<schema::Guid()>;

Trace read_trace(std::optional<std::string_view> correlation_id, std::optional<std::string_view> traceparent,
                 std::optional<std::string_view> tracestate, const MakeGuid& make_guid);

// Version 00: 00-{32 hex}-{16 hex}-{2 hex}, lower case, neither id all zero.
bool is_traceparent(std::string_view text);

}  // namespace gateway::steps
