#include "gateway/blueprint.hpp"

#include "gateway/callers/jwks.hpp"
#include "gateway/transport/tls.hpp"

#include <algorithm>

namespace gateway {
namespace {

std::string names_of(const std::vector<adapters::Provider>& registry) {
  std::string names;
  for (const auto& provider : registry) {
    if (!names.empty()) names += ", ";
    names += provider.name;
  }
  return names;
}

std::size_t place_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

// Both kinds of GUID look alike, so one that named two customers could not be told apart.
void refuse_shared_ids(const config::Tenant& tenant, const TenantPlan& plan) {
  std::map<schema::Guid, const CustomerPlan*> owner;
  for (const CustomerPlan& customer : plan.customers) {
    for (const auto& binding : customer.bindings) {
      if (!binding) continue;
      const auto [place, fresh] = owner.try_emplace(binding->id, &customer);
      if (fresh || place->second == &customer) continue;
      for (const auto& entry : tenant.customers) {
        if (entry.alias != customer.alias) continue;
        entry.value.mistake("the id " + binding->id.to_string() + " is bound in customer `" +
                            place->second->alias + "` already: an id names one customer");
      }
    }
  }
}

TenantPlan read_tenant(const config::Tenant& tenant, const std::vector<adapters::Provider>& registry) {
  TenantPlan plan;
  plan.name = tenant.name;
  plan.deadline = tenant.deadline;
  plan.providers = tenant.precedence;
  plan.settings.resize(plan.providers.size());
  plan.create_in = tenant.create_in;
  plan.defaults = tenant.defaults;
  for (const auto& entry : tenant.providers) {
    const auto known = std::ranges::find(registry, entry.name, &adapters::Provider::name);
    if (known == registry.end()) {
      entry.section.mistake("there is no such provider; this program has " + names_of(registry));
      entry.section.ignore();
      continue;
    }
    const std::size_t place = place_of(plan.providers, entry.name);
    auto settings = known->read_settings(entry.section);
    if (place < plan.settings.size()) plan.settings[place] = std::move(settings);
  }
  for (const auto& entry : tenant.customers) {
    CustomerPlan customer{entry.alias, {}, entry.create_in};
    customer.bindings.resize(plan.providers.size());
    for (const auto& binding : entry.bindings) {
      const std::size_t place = place_of(plan.providers, binding.provider);
      if (place >= plan.settings.size() || !plan.settings[place]) continue;
      customer.bindings[place] = plan.settings[place]->read_binding(binding.value);
    }
    plan.customers.push_back(std::move(customer));
  }
  refuse_shared_ids(tenant, plan);
  return plan;
}

void check_key_sets(const config::Config& config) {
  for (const config::Issuer& issuer : config.issuers) {
    if (!issuer.jwks_file) continue;
    const auto keys = callers::read_jwks(issuer.jwks);
    if (!keys) issuer.jwks_file->mistake("the file " + keys.error().detail);
  }
}

// What a file's form does not show: that TLS takes no key as weak as this, say.
void check_tls(const config::Config& config) {
  for (const config::Listener& listener : config.listen) {
    if (!listener.tls || !listener.tls->written) continue;
    const auto& tls = *listener.tls;
    const auto context = transport::make_server_context(tls.certificate, tls.key, tls.client_ca);
    if (!context) tls.written->mistake("cannot serve: " + context.error().detail);
  }
}

}  // namespace

Blueprint read_blueprint(const std::string& path, const config::Environment& environment,
                         const std::vector<adapters::Provider>& registry) {
  Blueprint blueprint{config::load(path, environment), {}};
  if (blueprint.config.unreadable) return blueprint;
  for (const auto& tenant : blueprint.config.tenants)
    blueprint.tenants.push_back(read_tenant(tenant, registry));
  check_key_sets(blueprint.config);
  if (blueprint.config.is_good()) check_tls(blueprint.config);
  config::finish(blueprint.config);
  return blueprint;
}

}  // namespace gateway
