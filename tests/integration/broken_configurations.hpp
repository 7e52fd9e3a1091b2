// A whole configuration that serves, and hundreds of others that each have one mistake: a reload must refuse
// every one of them. For the test of reloading, which has the files that they name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

// Files that the configuration names.
struct ConfiguredFiles {
  std::string certificate;
  std::string key;
  std::string other_key;         // of another certificate
  std::string open_key;          // everybody may read it
  std::string weak_certificate;  // RSA 1024
  std::string weak_key;
  std::string jwks;
  std::string empty;
  std::string nonsense;
};

struct BrokenConfiguration {
  std::string what;
  std::string yaml;
};

// `emulated`: support::emulated_yaml() without clients. A listener under TLS comes third.
std::string whole_configuration(std::string emulated, const ConfiguredFiles& files);
std::vector<BrokenConfiguration> broken_configurations(const std::string& whole,
                                                       const ConfiguredFiles& files);

}  // namespace tests::integration
