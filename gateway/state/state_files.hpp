// The state file and what SQLite keeps beside it, as files: their modes, their names, and where a damaged one
// is put. For open_database alone, and never while SQLite has the file open: closing a descriptor of it would
// drop SQLite's locks.
#pragma once

#include "gateway/state/store.hpp"

#include <functional>
#include <optional>
#include <string>

namespace gateway::state {

// A fault of this file, for the operator.
StateFault state_file_fault(const std::string& path, const std::string& what);

// What is to be known before SQLite opens it: no damaged one waits to be looked at, its folder is there, and
// the file is whole and for its owner only. Where there is none `make` writes it, under the name that it is
// given; it may throw.
std::optional<StateFault> prepare_state_file(const std::string& path,
                                             const std::function<void(const std::string& draft)>& make);

// Renames the file, which nobody has open, and what belongs to it; the fault says what to do then.
StateFault set_state_file_aside(const std::string& path, const std::string& why);

}  // namespace gateway::state
