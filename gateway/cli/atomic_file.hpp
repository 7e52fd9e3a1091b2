// Replaces a file as a whole: whoever reads it, or finds it after a crash, sees the old one or the new one.
#pragma once

#include <string>
#include <string_view>

namespace gateway::cli {

// For its owner alone (0600). It is on the disk when this returns. Empty, or why it could not be written.
std::string replace_file(const std::string& path, std::string_view content);

}  // namespace gateway::cli
