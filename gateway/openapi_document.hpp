// The published contract, schema/openapi.yaml, as it was when the program was built.
#pragma once

#include <string>
#include <string_view>

namespace gateway {

std::string_view openapi_yaml();
// The same document as JSON (RFC 8259), made of the YAML.
std::string openapi_json();

}  // namespace gateway
