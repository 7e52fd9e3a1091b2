// Opening the state file: the lock against a second process, its version, and whether every row is as it was
// written. What cannot be repaired is set aside, and stays in the way until a person has looked at it:
// beginning anew by itself would forget which keys were used.
#pragma once

#include "gateway/state/database.hpp"
#include "gateway/state/seal.hpp"
#include "gateway/state/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace gateway::state {

// `path` may be ":memory:". `most_pages`: how large the file may grow; 0: as SQLite has it.
StateResult<std::unique_ptr<Database>> open_database(const std::string& path, const Seal& seal,
                                                     std::int64_t most_pages);

}  // namespace gateway::state
