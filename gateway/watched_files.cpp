#include "gateway/watched_files.hpp"

#include <sys/stat.h>

namespace gateway {

config::Environment WatchedFiles::record(config::Environment inner) {
  {
    const std::scoped_lock lock(mutex_);
    paths_.clear();
  }
  config::Environment recording;
  recording.variable = std::move(inner.variable);
  recording.read_file = [this, read = std::move(inner.read_file)](const std::string& path,
                                                                  std::size_t max_bytes) {
    if (path != configuration_) {
      const std::scoped_lock lock(mutex_);
      paths_.insert(path);
    }
    return read(path, max_bytes);
  };
  return recording;
}

std::string WatchedFiles::signature() const {
  const std::scoped_lock lock(mutex_);
  std::string signature;
  for (const std::string& path : paths_) {
    struct stat what {};
    signature += path;
    if (::stat(path.c_str(), &what) == 0) {
      for (const long long part :
           {static_cast<long long>(what.st_ino), static_cast<long long>(what.st_size),
            static_cast<long long>(what.st_mode), static_cast<long long>(what.st_mtim.tv_sec),
            static_cast<long long>(what.st_mtim.tv_nsec)}) {
        signature += ' ' + std::to_string(part);
      }
    }
    signature += '\n';
  }
  return signature;
}

}  // namespace gateway
