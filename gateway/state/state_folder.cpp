#include "gateway/state/state_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace gateway::state {
namespace fs = std::filesystem;
namespace {

// Its entry in the folder above has to outlive a power cut as much as what is written in it.
void make_durable(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

// With those above it; false: errno says why not.
bool make(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error)) return true;
  if (folder.has_relative_path() && !make(folder.parent_path())) return false;
  if (::mkdir(folder.c_str(), 0700) != 0) return errno == EEXIST;
  make_durable(folder.parent_path());
  return true;
}

}  // namespace

std::optional<std::string> make_state_folder(const std::string& sqlite) {
  const fs::path folder = fs::absolute(sqlite).parent_path();
  if (make(folder)) return std::nullopt;
  return "the folder " + folder.string() + " of the state file cannot be made: " + std::strerror(errno);
}

}  // namespace gateway::state
