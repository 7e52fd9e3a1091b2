// The customers of a tenant, and `create_in`, which both may have. Used by tenant.cpp.
#pragma once

#include "config/tenant.hpp"

#include <string>
#include <vector>

namespace config {

// `known` are the providers that may be named; `what` ends the sentence "`x` is no ...".
std::vector<CreateTarget> read_create_targets(const Value& list, const std::vector<std::string>& known,
                                              std::string_view what);

// "`x` is no ..., did you mean `y`?"
std::string unknown_provider(const std::string& name, const std::vector<std::string>& known,
                             std::string_view what);

std::vector<CustomerEntry> read_customers(const Section& tenant, const std::vector<std::string>& providers);

}  // namespace config
