#include "gateway/steps/plan.hpp"

#include "gateway/aggregate/fan_out.hpp"

#include <algorithm>

namespace gateway::steps {
namespace {

using schema::Problem;
using schema::ProblemCode;

Problem bad_provider(std::string detail, std::string reason) {
  Problem problem(ProblemCode::invalid_parameter, "The parameter `provider` is not usable here.");
  problem.errors.push_back({"", "provider", "", std::move(reason), std::move(detail)});
  return problem;
}

std::string names_of(const Tenant& tenant) {
  std::string names;
  for (const auto& name : tenant.plan.providers)
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

Problem no_such_customer() {
  return Problem(ProblemCode::customer_not_found, "No provider of this tenant knows this customer.");
}

Planned from_yaml(const Tenant& tenant, const CustomerPlan& customer, const std::vector<std::string>& asked,
                  const std::vector<std::size_t>& places) {
  Whereabouts found;
  found.customer = &customer;
  for (const std::size_t place : places) {
    const auto& binding = customer.bindings[place];
    if (binding) {
      found.places.push_back({place, binding, std::nullopt});
    } else if (!asked.empty()) {
      return bad_provider("This customer is not bound to `" + tenant.plan.providers[place] + "`.",
                          "unbound_provider");
    }
  }
  if (found.places.empty()) return no_such_customer();
  return found;
}

boost::asio::awaitable<Planned> look_up(const Tenant& tenant, schema::Guid id,
                                        std::vector<std::size_t> places, adapters::CallContext context) {
  std::vector<std::shared_ptr<ProviderHome>> homes;
  for (const std::size_t place : places)
    homes.push_back(tenant.providers[place]);
  auto findings = co_await aggregate::find_everywhere(std::move(homes), id, std::move(context));
  Whereabouts found;
  bool anybody = false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    Place place{places[i], std::nullopt, std::nullopt};
    if (findings[i]) {
      place.binding = *findings[i];
    } else {
      place.error = findings[i].error();
    }
    anybody = anybody || place.is_bound() || place.error;
    found.places.push_back(std::move(place));
  }
  if (!anybody) co_return no_such_customer();
  co_return found;
}

}  // namespace

boost::system::result<std::vector<std::size_t>, Problem> narrow(const Tenant& tenant,
                                                                const std::vector<std::string>& asked) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tenant.plan.providers.size(); ++i) {
    if (asked.empty() || std::ranges::find(asked, tenant.plan.providers[i]) != asked.end())
      places.push_back(i);
  }
  for (const auto& name : asked) {
    if (std::ranges::find(tenant.plan.providers, name) != tenant.plan.providers.end()) continue;
    return bad_provider("This tenant's providers are " + names_of(tenant) + ".", "unknown_provider");
  }
  return places;
}

boost::asio::awaitable<Planned> find_customer(const Tenant& tenant, std::string customer,
                                              std::vector<std::string> asked, adapters::CallContext context) {
  const auto places = narrow(tenant, asked);
  if (!places) co_return places.error();
  if (const auto alias = tenant.by_alias.find(customer); alias != tenant.by_alias.end()) {
    co_return from_yaml(tenant, tenant.plan.customers[alias->second], asked, *places);
  }
  const auto id = schema::Guid::parse(customer);
  if (!id) co_return no_such_customer();
  if (const auto bound = tenant.by_guid.find(*id); bound != tenant.by_guid.end()) {
    co_return from_yaml(tenant, tenant.plan.customers[bound->second], asked, *places);
  }
  // The provider's own id, where only one provider can be meant.
  if (places->size() == 1 && (asked.size() == 1 || tenant.providers.size() == 1)) {
    const std::size_t place = places->front();
    Whereabouts found;
    found.places.push_back({place, tenant.providers[place]->settings().bind(*id), std::nullopt});
    co_return found;
  }
  auto planned = co_await look_up(tenant, *id, *places, std::move(context));
  co_return planned;
}

}  // namespace gateway::steps
