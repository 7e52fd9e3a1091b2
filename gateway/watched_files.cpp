#include "gateway/watched_files.hpp"

#include <sys/stat.h>

namespace gateway {
namespace {

std::string stamp_of(const std::string& path) {
  struct stat what {};
  if (::stat(path.c_str(), &what) != 0) return "absent";
  std::string stamp;
  for (const long long part :
       {static_cast<long long>(what.st_ino), static_cast<long long>(what.st_size),
        static_cast<long long>(what.st_mode), static_cast<long long>(what.st_mtim.tv_sec),
        static_cast<long long>(what.st_mtim.tv_nsec)}) {
    stamp += std::to_string(part) + ' ';
  }
  return stamp;
}

}  // namespace

config::Environment WatchedFiles::record(config::Environment inner) {
  {
    const std::scoped_lock lock(mutex_);
    ++round_;
  }
  config::Environment recording;
  recording.variable = std::move(inner.variable);
  recording.read_file = [this, read = std::move(inner.read_file)](const std::string& path,
                                                                  std::size_t max_bytes) {
    if (path != configuration_) {
      // Before it is read: one that is replaced meanwhile is read once more.
      std::string stamp = stamp_of(path);
      const std::scoped_lock lock(mutex_);
      files_[path] = {std::move(stamp), round_};
    }
    return read(path, max_bytes);
  };
  return recording;
}

void WatchedFiles::forget_others() {
  const std::scoped_lock lock(mutex_);
  std::erase_if(files_, [this](const auto& file) { return file.second.round != round_; });
}

bool WatchedFiles::has_replaced() {
  const std::scoped_lock lock(mutex_);
  bool has = false;
  for (auto& [path, watched] : files_) {
    std::string now = stamp_of(path);
    if (now == watched.stamp) continue;
    watched.stamp = std::move(now);
    has = true;
  }
  return has;
}

}  // namespace gateway
