// Signs in to every provider of every tenant and reads a page, as `usher serve` would: for `usher check
// --providers`, which prints what came of it.
//
// It takes no refresh token away from a running gateway. The newest one is in the state, which one process
// has at a time. Where that is free, it is taken from there and what it is replaced by is written there, as
// `serve` does. Where it is not, the configured one is used and its replacement is let go of: Microsoft's
// token service does not revoke a refresh token when it gives the next, so the gateway's own stays good.
#pragma once

#include "adapters/provider_error.hpp"
#include "gateway/blueprint.hpp"
#include "gateway/observe/credential.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gateway::cli {

struct Tried {
  std::string tenant;
  std::string provider;
  std::shared_ptr<const observe::Credential> credential;
  std::optional<adapters::ProviderError> failure;
};

struct Trial {
  std::vector<Tried> tried;           // in the file's order, by precedence
  std::vector<std::string> mistakes;  // why nothing was tried
  std::vector<std::string> notes;     // what a reader of the result must know
};

// Ends within the limit of a list's time. The blueprint is a good one.
Trial try_providers(const Blueprint& blueprint);

}  // namespace gateway::cli
