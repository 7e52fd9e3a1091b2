// The key that what outlives a restart is signed with. Made at the first start where the configuration gives
// none: a file `state.key` of 32 random bytes beside the database, for its owner only.
#pragma once

#include "config/server.hpp"
#include "schema/secret_text.hpp"

#include <boost/system/result.hpp>

#include <string>

namespace gateway::state {

// Why there is no key: a sentence for the operator.
struct StateKeyFault {
  std::string detail;
  bool is_of_disk = false;  // it could not be made: no room, read-only, broken; nobody's mistake
};

// The configured key, or that of the file, which is made where there is none; without a state (null) a
// key for the life of this process.
boost::system::result<schema::SecretText, StateKeyFault> state_key(const config::State* state);

}  // namespace gateway::state
