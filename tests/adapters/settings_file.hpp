// A configuration file with one provider, for tests of what an adapter reads of it.
#pragma once

#include "adapters/provider.hpp"
#include "config/load.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tests::adapters {

struct SettingsFile {
  config::Config config;
  std::unique_ptr<::adapters::ProviderSettings> settings;

  // The binding that stands in the file; nullopt where it was refused.
  std::optional<::adapters::CustomerBinding> binding() const;
  // Every mistake as "path: message".
  std::vector<std::string> mistakes() const;
};

// `section` is the provider's, as lines without indentation; `binding` what stands behind its name at a
// customer, `files` what can be read, by path.
SettingsFile read_settings_file(const std::string& provider,
                                std::unique_ptr<::adapters::ProviderSettings> (*read)(config::Section),
                                const std::string& section,
                                const std::string& binding = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04",
                                const std::map<std::string, config::FileRead>& files = {});

}  // namespace tests::adapters
