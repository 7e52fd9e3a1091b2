#include "gateway/aggregate/outcomes.hpp"

#include "gateway/steps/provider_problem.hpp"

#include <string_view>

namespace gateway::aggregate {

schema::ProviderOutcome failed_outcome(const Tenant& tenant, std::size_t provider,
                                       const adapters::ProviderError& error,
                                       const std::string& correlation_id) {
  const std::vector<std::string_view> secrets(tenant.secrets.begin(), tenant.secrets.end());
  schema::ProviderOutcome outcome;
  outcome.name = tenant.plan.providers[provider];
  outcome.status = "error";
  outcome.error.push_back(steps::provider_problem(error, outcome.name, correlation_id, secrets));
  // A caller who went away is no failure of the provider's.
  if (error.kind != adapters::ErrorKind::cancelled)
    tenant.providers[provider]->metrics().list_incomplete(outcome.error.front().code);
  return outcome;
}

schema::Problem Outcomes::problem() const {
  schema::Problem problem = first_problem.value_or(schema::Problem());
  problem.providers = providers;
  return problem;
}

}  // namespace gateway::aggregate
