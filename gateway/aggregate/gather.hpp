// The users of a customer over all the providers it is at: asked at once, merged, with an honest word on each
// provider. What a list and a look at one user are made of.
#pragma once

#include "gateway/aggregate/fan_out.hpp"
#include "gateway/aggregate/merge.hpp"
#include "gateway/runtime.hpp"
#include "gateway/steps/plan.hpp"
#include "schema/problem.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <vector>

namespace gateway::aggregate {

struct Gathered {
  std::vector<Part> parts;                        // of those that answered, by precedence
  std::vector<schema::ProviderOutcome> outcomes;  // by precedence
  bool complete = true;                           // every provider that was asked answered
  bool any_answer = false;
  std::optional<schema::Problem> first_problem;  // of the first failed provider by precedence

  Listing merged() const { return merge(parts); }
  // The problem to answer with when there is no list: the first failure, with what became of all.
  schema::Problem problem() const;
};

boost::asio::awaitable<Gathered> gather(const Tenant& tenant, steps::Whereabouts where, Freshness freshness,
                                        adapters::CallContext context);

}  // namespace gateway::aggregate
