// From a provider's failure to what the caller is told: the one place where ErrorKind becomes a problem code.
#pragma once

#include "adapters/provider_error.hpp"
#include "schema/problem.hpp"

#include <span>
#include <string>
#include <string_view>

namespace gateway::steps {

// `secrets`: every text that must not show in the provider's own words.
schema::Problem provider_problem(const adapters::ProviderError& error, std::string_view provider,
                                 std::string_view correlation_id, std::span<const std::string_view> secrets);

}  // namespace gateway::steps
