// A configuration file read whole: the gateway's part by config/, each provider's section and each customer's
// binding by the provider's own adapter. `usher check` stops here; `usher serve` builds a Runtime of it.
#pragma once

#include "adapters/provider.hpp"
#include "config/load.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gateway {

struct CustomerPlan {
  std::string alias;
  std::vector<std::optional<adapters::CustomerBinding>>
      bindings;  // one place for each provider, by precedence
  std::optional<std::vector<config::CreateTarget>> create_in;
};

struct TenantPlan {
  std::string name;
  std::optional<config::milliseconds> deadline;
  std::vector<std::string> providers;  // by precedence
  std::vector<std::shared_ptr<const adapters::ProviderSettings>> settings;
  std::vector<config::CreateTarget> create_in;  // empty: not configured
  std::map<std::string, std::string> defaults;
  std::vector<CustomerPlan> customers;
};

struct Blueprint {
  config::Config config;
  std::vector<TenantPlan> tenants;  // usable only when config.is_good()
};

Blueprint read_blueprint(const std::string& path, const config::Environment& environment,
                         const std::vector<adapters::Provider>& registry);

}  // namespace gateway
