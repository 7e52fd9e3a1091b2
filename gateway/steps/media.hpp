// What a request's body is and what its caller accepts, for the routes that speak JSON and NDJSON.
#pragma once

#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace gateway::steps {

// unsupported_media_type unless it is application/json, with no parameter but charset=utf-8, and not coded.
std::optional<schema::Problem> check_json_body(std::optional<std::string_view> content_type,
                                               std::optional<std::string_view> content_encoding);

enum class Form : std::uint8_t { json, ndjson };

// Which of the forms that the route offers the caller wants most, the first offered where it does not mind;
// not_acceptable where it takes none. Parameters other than q are not looked at.
boost::system::result<Form, schema::Problem> choose_form(std::optional<std::string_view> accept,
                                                         std::initializer_list<Form> offered);

}  // namespace gateway::steps
