// An operation as one JSON document, and back: how the store writes it. Members that a later version adds are
// to be optional here, so that a database can be read by the version before.
#pragma once

#include "gateway/state/operation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gateway::state {

std::string encode_operation(const Operation& operation);
// nullopt: it is none of ours.
std::optional<Operation> decode_operation(std::string_view document);

}  // namespace gateway::state
