// A header of an answer.
#pragma once

#include "gateway/call.hpp"

#include <string>
#include <string_view>

namespace tests::gateway_steps {

inline std::string header_of(const gateway::Answer& answer, std::string_view name) {
  for (const auto& [present, value] : answer.headers) {
    if (present == name) return value;
  }
  return "(none)";
}

}  // namespace tests::gateway_steps
