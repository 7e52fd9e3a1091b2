// The tables, by version: each start brings an older database to this version, step by step, and leaves a
// newer one alone.
#pragma once

#include "gateway/state/database.hpp"

#include <optional>
#include <string>

namespace gateway::state {

// Each step is one transaction. Throws SqliteError; a sentence, and nothing is changed, where the database is
// of a newer version or of another program.
std::optional<std::string> migrate(Database& database);

int newest_version();

}  // namespace gateway::state
