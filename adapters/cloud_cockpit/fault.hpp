// CloudCockpit's refusals in the gateway's terms. Pure.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"

namespace adapters::cloud_cockpit {

// For any status outside 200 and 201.
ProviderError fault_of(const HttpReply& reply, Operation operation, WallTime wall_now);

}  // namespace adapters::cloud_cockpit
