#include "gateway/build_runtime.hpp"

#include "gateway/build_provider.hpp"
#include "gateway/transport/steady_clock.hpp"
#include "gateway/transport/tls.hpp"
#include "gateway/trust_issuers.hpp"

#include <utility>

namespace gateway {
namespace asio = boost::asio;
namespace {

std::vector<std::string> secrets_of(const adapters::ProviderSettings& settings) {
  std::vector<std::string> secrets;
  const auto add = [&secrets](const schema::SecretText& secret) {
    if (!secret.empty()) secrets.emplace_back(secret.reveal());
  };
  if (const auto* given = std::get_if<adapters::oauth2::GivenToken>(&settings.credential))
    add(given->bearer_token);
  if (const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&settings.credential)) {
    add(grant->client_secret);
    add(grant->refresh_token);
  }
  return secrets;
}

std::shared_ptr<state::KeptToken> keep_token(const RuntimeParts& parts, const std::string& tenant,
                                             const std::string& provider,
                                             const adapters::oauth2::TokenRequest& grant) {
  return std::make_shared<state::KeptToken>(
      parts.store, state::KeptToken::Owner{tenant, provider}, grant.refresh_token, parts.now,
      [log = parts.log, tenant, provider](const std::string& detail) {
        log->error("token_not_kept", {{"tenant", tenant}, {"provider", provider}, {"detail", detail}});
      });
}

class Builder {
 public:
  Builder(const Blueprint& blueprint, const RuntimeParts& parts) : blueprint_(blueprint), parts_(parts) {}

  BuiltRuntime build() {
    const config::Config& config = blueprint_.config;
    built_.runtime = std::make_shared<Runtime>(
        config.limits, config.clients, trust_issuers(config, parts_, built_.mistakes), parts_.rate_buckets);
    built_.runtime->effective = config::effective(config);
    for (const TenantPlan& plan : blueprint_.tenants)
      add_tenant(plan);
    for (std::size_t i = 0; i < config.listen.size(); ++i)
      add_listener(listener_name(i), config.listen[i]);
    if (config.admin) add_admin(*config.admin);
    return std::move(built_);
  }

 private:
  void add_provider(Tenant& tenant, std::size_t i) {
    const TenantPlan& plan = tenant.plan;
    const auto& settings = plan.settings[i];
    const auto* grant = kept_grant(*settings);
    auto kept =
        grant != nullptr && parts_.store ? keep_token(parts_, plan.name, plan.providers[i], *grant) : nullptr;
    server::IoThread& thread = (*parts_.threads)[next_thread_++];
    const ProviderSite site{&thread, clock_, blueprint_.config.limits, parts_.metrics, parts_.log};
    tenant.providers.push_back(build_provider(plan, i, site, std::move(kept), built_.mistakes));
    for (auto& secret : secrets_of(*settings))
      tenant.secrets.push_back(std::move(secret));
  }

  void add_tenant(const TenantPlan& plan) {
    auto tenant = std::make_unique<Tenant>();
    tenant->plan = plan;
    for (std::size_t i = 0; i < plan.providers.size(); ++i)
      add_provider(*tenant, i);
    for (std::size_t i = 0; i < plan.customers.size(); ++i) {
      tenant->by_alias.emplace(plan.customers[i].alias, i);
      for (const auto& binding : plan.customers[i].bindings) {
        if (binding) tenant->by_guid.emplace(binding->id, i);
      }
    }
    built_.runtime->tenants.push_back(std::move(tenant));
  }

  void add_listener(const std::string& name, const config::Listener& listener) {
    const bool has_clients = !blueprint_.config.clients.empty();
    Entrance entrance;
    entrance.asks_for_client = has_clients;
    entrance.door = !blueprint_.config.admin && !has_clients ? steps::Door::both : steps::Door::portal;
    if (listener.address.is_loopback() && !has_clients) entrance.host_rule = steps::HostRule(listener.hosts);
    entrance.asks_for_certificate = listener.tls && listener.tls->client_ca;
    if (listener.tls) {
      auto context = transport::make_server_context(listener.tls->certificate, listener.tls->key,
                                                    listener.tls->client_ca);
      if (context) {
        entrance.tls = std::move(*context);
      } else {
        built_.mistakes.push_back(listener.address.to_string() + ": " + context.error().detail);
      }
    }
    built_.runtime->entrances.emplace(name, std::move(entrance));
  }

  void add_admin(const config::Admin& admin) {
    const config::ListenAddress& address = admin.address;
    Entrance entrance;
    // What changes the process is for those on this machine.
    const bool is_local = address.is_loopback() || address.is_unix();
    entrance.door = is_local ? steps::Door::console : steps::Door::admin;
    if (address.is_loopback()) entrance.host_rule = steps::HostRule(admin.hosts);
    built_.runtime->entrances.emplace(std::string(admin_name), std::move(entrance));
  }

  const Blueprint& blueprint_;
  const RuntimeParts& parts_;
  std::shared_ptr<transport::SteadyClock> clock_ = std::make_shared<transport::SteadyClock>();
  std::size_t next_thread_ = 0;
  BuiltRuntime built_;
};

}  // namespace

void tell_no_clients(observe::Log& log) {
  log.warning("no_clients",
              {{"detail", "no clients are configured: every local caller may use every tenant"}});
}

std::string listener_name(std::size_t place) { return "listen." + std::to_string(place); }

BuiltRuntime build_runtime(const Blueprint& blueprint, const RuntimeParts& parts) {
  return Builder(blueprint, parts).build();
}

}  // namespace gateway
