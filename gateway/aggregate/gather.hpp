// The users of a customer over all the providers it is at: asked at once, with an honest word on each
// provider. What a list and a look at one user are made of.
#pragma once

#include "gateway/aggregate/cursor.hpp"
#include "gateway/aggregate/fan_out.hpp"
#include "gateway/aggregate/merge.hpp"
#include "gateway/aggregate/selection.hpp"
#include "gateway/runtime.hpp"
#include "gateway/steps/plan.hpp"
#include "schema/problem.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <span>
#include <vector>

namespace gateway::aggregate {

struct Gathered {
  std::vector<Part> parts;  // of those that answered, by precedence, of the wanted state
  std::vector<schema::ProviderOutcome> outcomes;  // by precedence
  std::vector<Pin> pins;                          // the same in short, for a cursor
  bool complete = true;                           // every provider that was asked answered
  bool any_answer = false;
  std::optional<schema::Problem> first_problem;  // of the first failed provider by precedence

  // The problem to answer with when there is no list: the first failure, with what became of all.
  schema::Problem problem() const;
};

// Which of a provider's users are asked for; empty: it cannot list any of them, and is not asked.
std::vector<adapters::UserSet> sets_of(const adapters::Adapter& adapter, WantedState wanted);
// A provider's whole list of the wanted state, of those of its sets; the first failure where there is one.
adapters::Result<UserListPtr> put_together(std::span<const adapters::Result<UserListPtr>> lists,
                                           WantedState wanted, schema::TextField identity);
// Whether any provider that the customer is at, or may be at, can list the wanted state.
bool can_be_asked(const Tenant& tenant, const steps::Whereabouts& where, WantedState wanted);

boost::asio::awaitable<Gathered> gather(const Tenant& tenant, steps::Whereabouts where, WantedState wanted,
                                        Freshness freshness, adapters::CallContext context);

// For a later page of a walk: asks the providers that answered the first, and no others, who keep what they
// were. `complete` and the rest speak of the walk; where one of those asked fails, `any_answer` is false.
boost::asio::awaitable<Gathered> gather_again(const Tenant& tenant, steps::Whereabouts where,
                                              WantedState wanted, std::vector<Pin> pins,
                                              adapters::CallContext context);

// What a walk's providers were, as outcomes without counts.
std::vector<schema::ProviderOutcome> outcomes_of(const Tenant& tenant, const std::vector<Pin>& pins,
                                                 std::string_view correlation_id);
bool is_complete(const std::vector<Pin>& pins);

}  // namespace gateway::aggregate
