// The issuers of a configuration with where their keys come from; those of an address are fetched on one of
// the I/O threads from the Runtime's begin on. Part of the building of a Runtime, and gone with it.
#pragma once

#include "gateway/build_runtime.hpp"
#include "gateway/callers/tokens.hpp"

#include <set>
#include <string>
#include <vector>

namespace gateway {

// `mistakes`: what the system said where a CA file cannot be used.
std::vector<callers::TrustedIssuer> trust_issuers(const config::Config& config, const RuntimeParts& parts,
                                                  std::vector<std::string>& mistakes);

// Under which their keys are known (callers/known_keys): those whose keys are fetched.
std::set<std::string> names_of_issuers(const config::Config& config);

}  // namespace gateway
