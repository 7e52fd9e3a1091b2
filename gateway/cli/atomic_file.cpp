#include "gateway/cli/atomic_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace gateway::cli {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The name, too, is to outlive a crash. Not every file system can promise that.
void sync_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

std::string replace_file(const std::string& path, std::string_view content) {
  // In the same folder: a rename is whole only within one file system.
  std::string temporary = path + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return std::strerror(errno);
  bool is_good = write_all(descriptor, content) && ::fsync(descriptor) == 0;
  int failure = errno;
  ::close(descriptor);
  if (is_good && ::rename(temporary.c_str(), path.c_str()) != 0) {
    is_good = false;
    failure = errno;
  }
  if (!is_good) {
    ::unlink(temporary.c_str());
    return std::strerror(failure);
  }
  sync_folder(folder_of(path));
  return {};
}

}  // namespace gateway::cli
