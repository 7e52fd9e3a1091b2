// How long a create may stay silent. Its own deadline is the gateway's, 60 s where nobody configured another;
// whoever waited in vain repeats it with the same key.
#pragma once

#include "gateway/cli/wire.hpp"

namespace gateway::cli {

inline constexpr Patience create_patience = {std::chrono::seconds(5), std::chrono::minutes(3)};

}  // namespace gateway::cli
