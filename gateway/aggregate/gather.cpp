#include "gateway/aggregate/gather.hpp"

#include "gateway/aggregate/outcomes.hpp"

#include <algorithm>

namespace gateway::aggregate {
namespace {

using adapters::UserSet;

schema::ProviderOutcome failed(const Tenant& tenant, std::size_t provider,
                               const adapters::ProviderError& error, const std::string& correlation_id,
                               Gathered& gathered) {
  schema::ProviderOutcome outcome = failed_outcome(tenant, provider, error, correlation_id);
  gathered.complete = false;
  if (!gathered.first_problem) gathered.first_problem = outcome.error.front();
  gathered.pins.back().status = Pin::Status::error;
  gathered.pins.back().error = outcome.error.front().code;
  return outcome;
}

}  // namespace

adapters::Result<UserListPtr> put_together(std::span<const adapters::Result<UserListPtr>> lists,
                                           WantedState wanted, schema::TextField identity) {
  std::vector<UserListPtr> whole;
  for (const auto& list : lists) {
    if (!list) return list.error();
    whole.push_back(*list);
  }
  return narrowed(joined(whole, identity), wanted, identity);
}

schema::Problem Gathered::problem() const {
  schema::Problem problem = first_problem.value_or(schema::Problem(
      schema::ProblemCode::customer_not_found, "No provider of this tenant knows this customer."));
  problem.providers = outcomes;
  return problem;
}

std::vector<UserSet> sets_of(const adapters::Adapter& adapter, WantedState wanted) {
  std::vector<UserSet> sets;
  if (wanted != WantedState::deleted) sets.push_back(UserSet::current);
  if (wanted != WantedState::active && adapter.can_list(UserSet::deleted)) sets.push_back(UserSet::deleted);
  return sets;
}

bool can_be_asked(const Tenant& tenant, const steps::Whereabouts& where, WantedState wanted) {
  return std::ranges::any_of(where.places, [&](const steps::Place& place) {
    return !sets_of(tenant.providers[place.provider]->adapter(), wanted).empty();
  });
}

boost::asio::awaitable<Gathered> gather(const Tenant& tenant, steps::Whereabouts where, WantedState wanted,
                                        Freshness freshness, adapters::CallContext context) {
  std::vector<Question> questions;
  for (const auto& place : where.places) {
    if (!place.is_bound()) continue;
    const auto& home = tenant.providers[place.provider];
    for (const UserSet set : sets_of(home->adapter(), wanted))
      questions.push_back({home, *place.binding, set});
  }
  std::vector<adapters::Result<UserListPtr>> lists;
  if (!questions.empty()) lists = co_await list_everywhere(std::move(questions), freshness, context);

  Gathered gathered;
  std::size_t next = 0;
  for (const auto& place : where.places) {
    const auto& adapter = tenant.providers[place.provider]->adapter();
    const std::size_t sets = sets_of(adapter, wanted).size();
    schema::ProviderOutcome outcome;
    outcome.name = tenant.plan.providers[place.provider];
    gathered.pins.push_back({static_cast<std::uint8_t>(place.provider), Pin::Status::ok, {}});
    if (sets == 0) {
      outcome.status = "not_asked";
      gathered.pins.back().status = Pin::Status::not_asked;
    } else if (place.error) {
      outcome = failed(tenant, place.provider, *place.error, context.correlation_id, gathered);
    } else if (!place.is_bound()) {
      outcome.status = "not_bound";
      gathered.pins.back().status = Pin::Status::not_bound;
    } else {
      const auto list = put_together({lists.data() + next, sets}, wanted, adapter.identity());
      next += sets;
      if (list) {
        outcome.status = "ok";
        outcome.count = (*list)->count;
        gathered.any_answer = true;
        gathered.parts.push_back({tenant.plan.providers[place.provider], adapter.identity(), *list});
      } else {
        outcome = failed(tenant, place.provider, list.error(), context.correlation_id, gathered);
      }
    }
    gathered.outcomes.push_back(std::move(outcome));
  }
  co_return gathered;
}

boost::asio::awaitable<Gathered> gather_again(const Tenant& tenant, steps::Whereabouts where,
                                              WantedState wanted, std::vector<Pin> pins,
                                              adapters::CallContext context) {
  steps::Whereabouts answered = where;
  std::erase_if(answered.places, [&pins](const steps::Place& place) {
    return std::ranges::none_of(pins, [&place](const Pin& pin) {
      return pin.provider == place.provider && pin.status == Pin::Status::ok;
    });
  });
  const auto asked = static_cast<std::size_t>(std::ranges::count(pins, Pin::Status::ok, &Pin::status));
  const std::string correlation_id = context.correlation_id;
  Gathered again =
      co_await gather(tenant, std::move(answered), wanted, Freshness::shared, std::move(context));
  const bool all = again.complete && again.parts.size() == asked;
  if (!all) {
    again.any_answer = false;
    // Those who were not asked again are told as they were.
    auto told = outcomes_of(tenant, pins, correlation_id);
    for (auto& outcome : told) {
      const auto asked_again =
          std::ranges::find(again.outcomes, outcome.name, &schema::ProviderOutcome::name);
      if (asked_again != again.outcomes.end()) outcome = *asked_again;
    }
    again.outcomes = std::move(told);
    co_return again;
  }
  again.pins = std::move(pins);
  again.outcomes = outcomes_of(tenant, again.pins, correlation_id);
  again.complete = is_complete(again.pins);
  co_return again;
}

std::vector<schema::ProviderOutcome> outcomes_of(const Tenant& tenant, const std::vector<Pin>& pins,
                                                 std::string_view correlation_id) {
  std::vector<schema::ProviderOutcome> outcomes;
  for (const Pin& pin : pins) {
    schema::ProviderOutcome outcome;
    outcome.name = tenant.plan.providers[pin.provider];
    switch (pin.status) {
      case Pin::Status::ok:
        outcome.status = "ok";
        break;
      case Pin::Status::not_asked:
        outcome.status = "not_asked";
        break;
      case Pin::Status::not_bound:
        outcome.status = "not_bound";
        break;
      case Pin::Status::error: {
        outcome.status = "error";
        schema::Problem problem(pin.error,
                                "This provider failed when the walk began, which goes on without it.");
        problem.provider = outcome.name;
        problem.correlation_id = correlation_id;
        outcome.error.push_back(std::move(problem));
        break;
      }
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

bool is_complete(const std::vector<Pin>& pins) {
  return std::ranges::none_of(pins, [](const Pin& pin) { return pin.status == Pin::Status::error; });
}

}  // namespace gateway::aggregate
