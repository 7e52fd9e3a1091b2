#include "gateway/steps/create_targets.hpp"

#include "gateway/steps/provider_problem.hpp"

#include <algorithm>

namespace gateway::steps {
namespace {

using schema::Problem;
using schema::ProblemCode;

Problem cannot_choose(std::string detail) {
  Problem problem(ProblemCode::invalid_parameter, std::move(detail));
  problem.errors.push_back({"", "provider", "", "required", "Name the providers to create the user in."});
  return problem;
}

boost::system::result<std::vector<config::CreateTarget>, Problem> choose(
    const Tenant& tenant, const Whereabouts& where, const std::vector<std::string>& asked) {
  std::vector<config::CreateTarget> wanted;
  for (const auto& name : asked)
    wanted.push_back({name, false});
  if (!wanted.empty()) return wanted;
  wanted = where.customer != nullptr && where.customer->create_in ? *where.customer->create_in
                                                                  : tenant.plan.create_in;
  if (!wanted.empty()) return wanted;
  for (const auto& place : where.places) {
    // Whether the customer is there is not known, so neither is whether another is the only one: its error
    // tells.
    if (place.error) return std::vector<config::CreateTarget>{{tenant.plan.providers[place.provider], false}};
    if (place.is_bound()) wanted.push_back({tenant.plan.providers[place.provider], false});
  }
  if (wanted.size() == 1) return wanted;
  return cannot_choose(
      "The customer is at several providers and no `create_in` says where users are created.");
}

}  // namespace

boost::system::result<std::vector<create::CreateTarget>, Problem> create_targets(
    const Tenant& tenant, const Whereabouts& where, const std::vector<std::string>& asked,
    std::string_view correlation_id) {
  auto wanted = choose(tenant, where, asked);
  if (!wanted) return wanted.error();
  std::vector<create::CreateTarget> targets;
  for (const config::CreateTarget& one : *wanted) {
    const auto name = std::ranges::find(tenant.plan.providers, one.provider);
    const auto provider = static_cast<std::size_t>(name - tenant.plan.providers.begin());
    const auto place = std::ranges::find(where.places, provider, &Place::provider);
    const bool is_there = place != where.places.end() && place->is_bound();
    if (is_there) {
      targets.push_back({tenant.providers[provider], *place->binding, one.optional});
    } else if (place != where.places.end() && place->error) {
      const std::vector<std::string_view> secrets(tenant.secrets.begin(), tenant.secrets.end());
      return provider_problem(*place->error, one.provider, correlation_id, secrets);
    } else if (!one.optional) {
      return cannot_choose("The customer is not at `" + one.provider + "`, where users are to be created.");
    }
  }
  if (targets.empty()) return cannot_choose("The customer is at none of the providers of `create_in`.");
  return targets;
}

}  // namespace gateway::steps
