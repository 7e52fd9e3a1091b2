// For each example of a problem in the published document, by its name, a real request that meets it.
#pragma once

#include "tests/integration/example_world.hpp"

#include <functional>
#include <map>
#include <string>

namespace tests::integration {

using Provoke = std::function<Answered(ExampleWorld&)>;

// What the caller does wrong, but with a create.
const std::map<std::string, Provoke>& by_the_caller();
// What becomes of creates: create_provokers.cpp.
const std::map<std::string, Provoke>& by_creates();
// What a provider does, or the gateway.
const std::map<std::string, Provoke>& by_others();

}  // namespace tests::integration
