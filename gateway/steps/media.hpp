// What a request's body is and what its caller accepts, for the routes that speak JSON.
#pragma once

#include "schema/problem.hpp"

#include <optional>
#include <string_view>

namespace gateway::steps {

// unsupported_media_type unless it is application/json, with no parameter but charset=utf-8, and not coded.
std::optional<schema::Problem> check_json_body(std::optional<std::string_view> content_type,
                                               std::optional<std::string_view> content_encoding);

// not_acceptable unless the caller takes application/json: no Accept, or a range that covers it whose most
// specific form has q > 0. Parameters other than q are not looked at.
std::optional<schema::Problem> check_accepts_json(std::optional<std::string_view> accept);

}  // namespace gateway::steps
