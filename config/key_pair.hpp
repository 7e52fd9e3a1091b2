// A certificate and its private key, as two keys of one section name their files: of a listener, and of the
// gateway itself where a provider asks for it.
#pragma once

#include "config/section.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace config {

struct KeyPair {
  std::string certificate;  // PEM: the chain, leaf first
  std::string key;          // PEM
};

// Both must be there, good, and belong together; a mistake is the section's and gives nothing.
std::optional<KeyPair> read_key_pair(const Section& section, std::string_view certificate_key,
                                     std::string_view private_key);

}  // namespace config
