// What is told on stderr about a file of users, when all is done that could be.
#pragma once

#include "gateway/cli/row_ledger.hpp"

#include <string>
#include <string_view>

namespace gateway::cli {

// Rows that are not as somebody wished, the first of them, and one line about all: how many became what,
// where to read it, and how to go on.
std::string ledger_text(const RowLedger& ledger, std::string_view file, std::string_view result);

}  // namespace gateway::cli
