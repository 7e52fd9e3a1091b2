// What is known of a provider's credential as JSON, for /readyz?verbose.
#pragma once

#include "gateway/observe/credential.hpp"

#include <string>

namespace gateway::steps {

// One object; what is not known is null. `now`: to count the days that are left.
void append_credential(std::string& out, const observe::Credential& credential,
                       observe::Credential::WallTime now);

}  // namespace gateway::steps
