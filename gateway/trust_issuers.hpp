// The issuers of a configuration with where their keys come from; those of an address are fetched from now
// on, on one of the I/O threads. Part of the building of a Runtime, and gone with it.
#pragma once

#include "gateway/build_runtime.hpp"
#include "gateway/callers/tokens.hpp"

#include <string>
#include <vector>

namespace gateway {

// `mistakes`: what the system said where a CA file cannot be used.
std::vector<callers::TrustedIssuer> trust_issuers(const config::Config& config, const RuntimeParts& parts,
                                                  std::vector<std::string>& mistakes);

}  // namespace gateway
