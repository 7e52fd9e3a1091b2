// A provider's list that cannot be read to its end: the size caps, a continuation that comes back, a list
// that breaks off. Used by the readers of users and of directories.
#pragma once

#include "adapters/adapter.hpp"

#include <string>
#include <utility>

namespace gateway::aggregate {

inline adapters::ProviderError paging_fault(std::string detail) {
  adapters::ProviderError error;
  error.kind = adapters::ErrorKind::bad_response;
  error.detail = std::move(detail);
  return error;
}

}  // namespace gateway::aggregate
