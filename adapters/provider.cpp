#include "adapters/provider.hpp"

namespace adapters {

void read_common_settings(const config::Section& section, std::string_view default_base_url,
                          ProviderSettings& settings) {
  settings.base_url = section.https_url("base_url", default_base_url);
  settings.ca_file = section.pem_file("ca_file", config::Value::Pem::certificates);
  if (section.has("client_certificate") || section.has("client_key"))
    settings.client_certificate = config::read_key_pair(section, "client_certificate", "client_key");
  settings.create_at_most_once =
      section.one_of("create", {"exactly_once", "at_most_once"}, "exactly_once") == "at_most_once";
}

}  // namespace adapters
