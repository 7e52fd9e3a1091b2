// Ctrl-C and its kin, heard between two steps instead of in the middle of one: whoever works asks now and
// then, leaves everything in order, and ends.
#pragma once

namespace gateway::cli {

// From now on SIGINT, SIGTERM and SIGHUP only take note. What was ignored stays so (nohup).
void catch_interruption();
bool is_interrupted();
// Ends the process as the signal would have: the shell that started it is to know.
[[noreturn]] void end_interrupted();

}  // namespace gateway::cli
