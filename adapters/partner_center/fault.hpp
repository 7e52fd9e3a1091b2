// Partner Center's refusals in the gateway's terms: its two shapes of error body, its codes, and what a
// person must do about each. Pure.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"

namespace adapters::partner_center {

// For any status outside 200 and 201.
ProviderError fault_of(const HttpReply& reply, Operation operation, WallTime wall_now);
// A 401 for want of a second factor: no refresh brings it, for the token's consent decides.
bool is_beyond_refresh(const HttpReply& reply);

}  // namespace adapters::partner_center
