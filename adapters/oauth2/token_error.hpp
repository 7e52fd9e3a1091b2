// The token service's refusals in the gateway's terms: which only a person can mend, with cause and remedy,
// and which time heals (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Pure.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"

#include <span>
#include <string_view>

namespace adapters::oauth2 {

// What a number of the token service (AADSTS…) means, and what a person must do where one must.
struct KnownRefusal {
  std::string_view number;
  ErrorKind kind;
  std::string_view detail;
  std::string_view remedy;
};
std::span<const KnownRefusal> known_refusals();

// For any status outside 200.
ProviderError token_error(const HttpReply& reply);

}  // namespace adapters::oauth2
