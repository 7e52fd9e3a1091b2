// What became of each provider that was asked for a list: what every answer that is gathered from several
// says beside its items, and the problem that it is where nobody answered.
#pragma once

#include "adapters/provider_error.hpp"
#include "gateway/runtime.hpp"
#include "schema/problem.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gateway::aggregate {

// One that failed, counted in the metrics. `provider`: its place by the tenant's precedence. The one entry of
// `error` is the problem, secrets masked.
schema::ProviderOutcome failed_outcome(const Tenant& tenant, std::size_t provider,
                                       const adapters::ProviderError& error,
                                       const std::string& correlation_id);

struct Outcomes {
  std::vector<schema::ProviderOutcome> providers;  // by precedence
  bool complete = true;                            // every provider that was asked answered
  bool any_answer = false;
  std::optional<schema::Problem> first_problem;  // of the first failed provider by precedence

  // Those who have nothing to list were not asked, so they are no answer, and no failure.
  bool all_failed() const { return !any_answer && !complete; }
  // Not of what is complete: the first failure, with what became of all.
  schema::Problem problem() const;
};

template <class Entry>
using Lists = std::vector<adapters::Result<std::shared_ptr<const std::vector<Entry>>>>;

// `lists`: what those at the places of `asked` answered; a null list is of one that lists none (not_asked).
template <class Entry>
Outcomes outcomes_of(const Tenant& tenant, const std::vector<std::size_t>& asked, const Lists<Entry>& lists,
                     const std::string& correlation_id) {
  Outcomes outcomes;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    schema::ProviderOutcome outcome;
    outcome.name = tenant.plan.providers[asked[i]];
    if (!lists[i]) {
      outcome = failed_outcome(tenant, asked[i], lists[i].error(), correlation_id);
      outcomes.complete = false;
      if (!outcomes.first_problem) outcomes.first_problem = outcome.error.front();
    } else if (*lists[i] == nullptr) {
      outcome.status = "not_asked";
    } else {
      outcome.status = "ok";
      outcome.count = (*lists[i])->size();
      outcomes.any_answer = true;
    }
    outcomes.providers.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace gateway::aggregate
