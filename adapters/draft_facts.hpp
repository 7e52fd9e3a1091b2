// What of a draft can be told from the provider's directory alone: the domains that are the customer's, the
// groups that there are. The gateway reads them now and then; an adapter holds a draft against them.
#pragma once

#include "adapters/directory.hpp"

#include <memory>
#include <string>
#include <vector>

namespace adapters {

// Null: the provider does not tell, or could not be asked. Nothing is refused for what is not known.
struct DraftFacts {
  std::shared_ptr<const std::vector<std::string>> domains;  // in which the customer's users may have names
  std::shared_ptr<const std::vector<ListedGroup>> groups;   // that a draft may name
};

}  // namespace adapters
