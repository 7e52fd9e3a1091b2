#include "gateway/runtime.hpp"

namespace gateway {

Tenant::~Tenant() {
  for (auto& secret : secrets)
    schema::wipe(secret);
}

const Tenant* Runtime::find(std::string_view name) const {
  for (const auto& tenant : tenants) {
    if (tenant->plan.name == name) return tenant.get();
  }
  return nullptr;
}

void Runtime::begin() const {
  clients.begin();
  for (const auto& tenant : tenants) {
    for (const auto& provider : tenant->providers)
      provider->keep_signed_in();
  }
}

}  // namespace gateway
