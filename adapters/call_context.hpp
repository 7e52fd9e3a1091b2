// What travels with every call: an absolute deadline that any layer may shorten and none extend, and the
// trace.
#pragma once

#include "adapters/clock.hpp"

#include <string>
#include <string_view>

namespace adapters {

struct CallContext {
  TimePoint deadline;
  std::string correlation_id;  // a UUID in lower case
  std::string traceparent;     // W3C trace context, empty when the caller sent none
  std::string tracestate;
  std::string_view operation =
      "list";  // what it is for, a label: list, create, find_customer, customers, groups, token
  // A write's own id (a UUID), the same for every send of one operation; empty: the adapter makes a fresh
  // one.
  std::string request_id;

  CallContext shortened_to(TimePoint earlier) const {
    CallContext copy = *this;
    if (earlier < copy.deadline) copy.deadline = earlier;
    return copy;
  }
};

}  // namespace adapters
