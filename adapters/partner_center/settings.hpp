// One tenant's account at Partner Center, as its YAML section says: where the API is, and how to sign in.
#pragma once

#include "adapters/provider.hpp"

namespace adapters::partner_center {

class Settings final : public ProviderSettings {
 public:
  explicit Settings(const config::Section& section);

  std::unique_ptr<Adapter> make_adapter(HttpClient& http, const Clock& clock,
                                        std::string (*make_uuid)()) const override;
  std::optional<CustomerBinding> read_binding(config::Value value) const override;
  CustomerBinding bind(schema::Guid id) const override { return {id, {}}; }
};

}  // namespace adapters::partner_center
