// A file's bytes, for tests that look into what a program wrote or shows.
#pragma once

#include <filesystem>
#include <string>

namespace tests::support {

// Empty where it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace tests::support
