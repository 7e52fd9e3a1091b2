// What requests are served from: the tenants with their providers at run time. Built once from a Blueprint
// and immutable from then on; a request keeps the one that it began with.
#pragma once

#include "gateway/blueprint.hpp"
#include "gateway/call.hpp"
#include "gateway/provider_home.hpp"
#include "gateway/steps/authenticate.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

struct Tenant {
  TenantPlan plan;
  std::vector<std::shared_ptr<ProviderHome>> providers;  // by precedence, as plan.providers
  std::map<std::string, std::size_t, std::less<>> by_alias;
  std::map<schema::Guid, std::size_t> by_guid;
  std::vector<std::string> secrets;  // that must not appear in what a provider says; wiped at the end

  ~Tenant();
};

struct Runtime {
  // `buckets` outlives every configuration, so that a reload gives nobody a full one.
  Runtime(const config::Limits& given_limits, std::vector<config::Client> given_clients,
          std::vector<callers::TrustedIssuer> issuers = {}, callers::RateBuckets* buckets = nullptr)
      : limits(given_limits), clients(std::move(given_clients), std::move(issuers), buckets) {}

  config::Limits limits;
  steps::Clients clients;
  std::vector<std::unique_ptr<Tenant>> tenants;  // in the file's order
  // What a request may by the listener that it came in by, by its name.
  std::map<std::string, Entrance, std::less<>> entrances;
  std::string effective;  // the whole configuration as YAML, secrets removed

  const Tenant* find(std::string_view name) const;
  // It serves from now on. Until then it has asked nobody for anything.
  void begin() const;
};

}  // namespace gateway
