// A kind of provider, as one folder under adapters/ registers it (add_provider() in adapters/CMakeLists.txt).
// Settings are read from YAML once and checked; an adapter is made of them when its HttpClient exists.
#pragma once

#include "adapters/adapter.hpp"
#include "adapters/clock.hpp"
#include "adapters/oauth2/credential.hpp"
#include "config/key_pair.hpp"
#include "config/section.hpp"
#include "config/url.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters {

// What one `providers:` entry said. Valid once the diagnostics it was read with are empty.
class ProviderSettings {
 public:
  virtual ~ProviderSettings() = default;

  config::Url base_url;
  std::optional<std::string> ca_file;                 // PEM; none: the system's
  std::optional<config::KeyPair> client_certificate;  // shown at base_url where TLS asks for one
  oauth2::Credential credential;

  // Whether the provider may run a create twice under one name, so that it must never be sent twice
  // (`create: at_most_once`).
  bool create_at_most_once = false;
  // Whether a 401 says that no fresh token will help and a person must act; null: never.
  bool (*is_beyond_refresh)(const HttpReply&) = nullptr;

  // The adapter borrows `http` and `clock`, which outlive it, and takes UUIDs from `make_uuid` (randomness is
  // injected).
  virtual std::unique_ptr<Adapter> make_adapter(HttpClient& http, const Clock& clock,
                                                std::string (*make_uuid)()) const = 0;

  // A customer's entry for this provider, as `id` or `{id: …}`; mistakes go to the section's diagnostics.
  virtual std::optional<CustomerBinding> read_binding(config::Value value) const = 0;
  // The binding of a customer that is addressed by this provider's own id.
  virtual CustomerBinding bind(schema::Guid id) const = 0;
};

// Reads what every provider's section may have: base_url, ca_file, client_certificate, create.
void read_common_settings(const config::Section& section, std::string_view default_base_url,
                          ProviderSettings& settings);

struct Provider {
  std::string_view name;
  std::unique_ptr<ProviderSettings> (*read_settings)(config::Section section);
};

// Every provider that was built in, in the order of adapters/CMakeLists.txt. Generated.
const std::vector<Provider>& registry();

}  // namespace adapters
