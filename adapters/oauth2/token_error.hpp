// The token service's refusals in the gateway's terms: which only a person can mend, with cause and remedy,
// and which time heals (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Pure.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"

namespace adapters::oauth2 {

// For any status outside 200.
ProviderError token_error(const HttpReply& reply);

}  // namespace adapters::oauth2
