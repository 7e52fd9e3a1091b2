// GUIDs are accepted in any case and answered in lower case; other ids stand as they are.
#pragma once

#include "schema/guid.hpp"

#include <string>
#include <string_view>

namespace gateway::steps {

inline std::string canonical_id(std::string_view id) {
  const auto guid = schema::Guid::parse(id);
  return guid ? guid->to_string() : std::string(id);
}

}  // namespace gateway::steps
