// Whether every row is as it was written, for who opens the database. Seals tell of the documents; what
// follows from them (the columns they are found by, the claims) is held against them.
#pragma once

#include "gateway/state/database.hpp"
#include "gateway/state/seal.hpp"

namespace gateway::state::rows {

// Whether the database was written with this key; a new one is from now on.
bool has_key(Database& database, const Seal& seal);

// Throws Damaged. What only follows from the documents (claims, what is open) is made anew where it does not.
void check(Database& database, const Seal& seal);

}  // namespace gateway::state::rows
