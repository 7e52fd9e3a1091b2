// CloudCockpit's customer search by Microsoft tenant id: which of its hits is meant. Used by codec.cpp.
#pragma once

#include "adapters/json_page.hpp"
#include "schema/guid.hpp"

#include <optional>

namespace adapters::cloud_cockpit {

struct CustomerSearch {
  bool ambiguous = false;  // several hits, and nothing says which
  std::optional<schema::Guid> id;
};

// Reads the body: an envelope {items}, or a bare array.
CustomerSearch read_customer_search(JsonReader& reader, schema::Guid tenant_id);

}  // namespace adapters::cloud_cockpit
