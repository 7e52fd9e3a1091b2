// The folder of the state file and its key: made for its owner only, where there is none.
#pragma once

#include <optional>
#include <string>

namespace gateway::state {

// Why it cannot be made; nullopt: it is there. `sqlite`: the path of the state file.
std::optional<std::string> make_state_folder(const std::string& sqlite);

}  // namespace gateway::state
