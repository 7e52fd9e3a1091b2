// The first line of a request head: method, target in its four forms (RFC 9112, 3.2), version. A part of the
// linter (request_head).
#pragma once

#include "gateway/server/request_head.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gateway::server {

// Fills in method, target, path, query, minor version, and authority where the target has one.
std::optional<HeadFault> judge_request_line(std::string_view line, const HeadLimits& limits, bool tls,
                                            RequestHead& head);

HeadFault refuse(std::string detail);  // invalid_request
HeadFault target_too_long(const HeadLimits& limits);

}  // namespace gateway::server
