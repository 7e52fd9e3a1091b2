// Judges PEM text, so that `usher check` finds a wrong certificate file before a restart does.
#pragma once

#include <string>
#include <string_view>

namespace config {

bool holds_certificate(std::string_view pem);
// At least one certificate, and none that may not issue others.
bool holds_authorities(std::string_view pem);
// Without a passphrase: nobody is there to type one.
bool holds_private_key(std::string_view pem);
// Whether the key is that of the first certificate.
bool belong_together(std::string_view certificate, std::string_view key);

}  // namespace config
