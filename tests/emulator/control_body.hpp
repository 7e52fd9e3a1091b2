// Reads members of a control request's body; whatever is wrong becomes a std::invalid_argument that says it
// in words. The control API's files share it.
#pragma once

#include "tests/emulator/exchange.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tests::emulator {

[[noreturn]] void refuse_control(const std::string& what);
boost::json::object body_of_control(const Request& request);
std::string required_text(const boost::json::object& body, std::string_view name);
std::int64_t number_member(const boost::json::object& body, std::string_view name, std::int64_t initial);
bool flag_member(const boost::json::object& body, std::string_view name, bool initial);
// A count as N or {"count": N}; nullopt where the member is missing.
std::optional<std::size_t> count_member(const boost::json::object& body, std::string_view name);

}  // namespace tests::emulator
