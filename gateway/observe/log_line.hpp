// How a log line is written: the bytes only. log.hpp decides which lines there are and where they go.
#pragma once

#include "gateway/observe/log.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace gateway::observe {

// A JSON string of whatever bytes: what is not UTF-8 becomes U+FFFD, controls are escaped, past 512 bytes it
// is cut and ends in an ellipsis.
void append_untrusted(std::string& out, std::string_view bytes);
// One object with its line feed; the members time, level and event come first.
void append_line(std::string& out, std::chrono::system_clock::time_point time, Level level,
                 std::string_view event, Fields fields);

}  // namespace gateway::observe
