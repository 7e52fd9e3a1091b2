// One tenant's account at CloudCockpit, as its YAML section says: where the API is, which portal and
// reseller, and how to sign in.
#pragma once

#include "adapters/provider.hpp"

#include <string>

namespace adapters::cloud_cockpit {

class Settings final : public ProviderSettings {
 public:
  explicit Settings(const config::Section& section);

  std::unique_ptr<Adapter> make_adapter(HttpClient& http, const Clock& clock,
                                        std::string (*make_uuid)()) const override;
  // The qualifier is the reseller's id: the customer's own, else the account's.
  std::optional<CustomerBinding> read_binding(config::Value value) const override;
  CustomerBinding bind(schema::Guid id) const override { return {id, reseller_}; }

  const std::string& x_tenant() const { return x_tenant_; }

 private:
  std::string x_tenant_;
  std::string reseller_;  // a GUID's text, or empty
};

}  // namespace adapters::cloud_cockpit
