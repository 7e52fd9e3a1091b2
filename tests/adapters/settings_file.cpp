#include "tests/adapters/settings_file.hpp"

#include <sstream>

namespace tests::adapters {

std::optional<::adapters::CustomerBinding> SettingsFile::binding() const {
  return settings->read_binding(config.tenants.front().customers.front().bindings.front().value);
}

std::vector<std::string> SettingsFile::mistakes() const {
  config::finish(config);
  std::vector<std::string> all;
  for (const auto& mistake : config.diagnostics->sorted())
    all.push_back(mistake.path + ": " + mistake.message);
  return all;
}

SettingsFile read_settings_file(const std::string& provider,
                                std::unique_ptr<::adapters::ProviderSettings> (*read)(config::Section),
                                const std::string& section, const std::string& binding,
                                const std::map<std::string, config::FileRead>& files) {
  std::string yaml =
      "allow_inline_secrets: true\ntenants:\n  contoso:\n    providers:\n      " + provider + ":\n";
  std::istringstream lines(section);
  for (std::string line; std::getline(lines, line);)
    yaml += "        " + line + "\n";
  yaml += "    customers:\n      fabrikam:\n        " + provider + ": " + binding + "\n";

  config::Environment environment;
  environment.variable = [](const std::string&) { return std::nullopt; };
  environment.read_file = [&files](const std::string& path, std::size_t) {
    const auto found = files.find(path);
    return found == files.end() ? config::FileRead{{}, 0, false, "no such file"} : found->second;
  };
  SettingsFile file{config::load_text("usher.yaml", yaml, environment), nullptr};
  file.settings = read(file.config.tenants.at(0).providers.at(0).section);
  return file;
}

}  // namespace tests::adapters
