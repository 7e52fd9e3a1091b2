#include "tests/support/read_file.hpp"

#include <fstream>
#include <sstream>

namespace tests::support {

std::string read_file(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (file) bytes << file.rdbuf();
  return std::move(bytes).str();
}

}  // namespace tests::support
