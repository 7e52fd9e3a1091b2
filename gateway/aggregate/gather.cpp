#include "gateway/aggregate/gather.hpp"

#include "gateway/steps/provider_problem.hpp"

namespace gateway::aggregate {
namespace {

schema::ProviderOutcome failed_outcome(const Tenant& tenant, std::size_t provider,
                                       const adapters::ProviderError& error,
                                       const std::string& correlation_id, Gathered& gathered) {
  const std::vector<std::string_view> secrets(tenant.secrets.begin(), tenant.secrets.end());
  schema::ProviderOutcome outcome;
  outcome.name = tenant.plan.providers[provider];
  outcome.status = "error";
  outcome.error.push_back(steps::provider_problem(error, outcome.name, correlation_id, secrets));
  tenant.providers[provider]->metrics().list_incomplete(outcome.error.front().code);
  gathered.complete = false;
  if (!gathered.first_problem) gathered.first_problem = outcome.error.front();
  return outcome;
}

}  // namespace

schema::Problem Gathered::problem() const {
  schema::Problem problem = first_problem.value_or(schema::Problem(
      schema::ProblemCode::customer_not_found, "No provider of this tenant knows this customer."));
  problem.providers = outcomes;
  return problem;
}

boost::asio::awaitable<Gathered> gather(const Tenant& tenant, steps::Whereabouts where, Freshness freshness,
                                        adapters::CallContext context) {
  std::vector<Question> questions;
  for (const auto& place : where.places) {
    if (place.is_bound()) questions.push_back({tenant.providers[place.provider], *place.binding});
  }
  std::vector<adapters::Result<UserListPtr>> lists;
  if (!questions.empty()) lists = co_await list_everywhere(std::move(questions), freshness, context);

  Gathered gathered;
  std::size_t next = 0;
  for (const auto& place : where.places) {
    schema::ProviderOutcome outcome;
    outcome.name = tenant.plan.providers[place.provider];
    if (place.error) {
      outcome = failed_outcome(tenant, place.provider, *place.error, context.correlation_id, gathered);
    } else if (!place.is_bound()) {
      outcome.status = "not_bound";
    } else if (const auto& list = lists[next++]; !list) {
      outcome = failed_outcome(tenant, place.provider, list.error(), context.correlation_id, gathered);
    } else {
      outcome.status = "ok";
      outcome.count = (*list)->count;
      gathered.any_answer = true;
      gathered.parts.push_back({tenant.plan.providers[place.provider],
                                tenant.providers[place.provider]->adapter().identity(), *list});
    }
    gathered.outcomes.push_back(std::move(outcome));
  }
  co_return gathered;
}

}  // namespace gateway::aggregate
