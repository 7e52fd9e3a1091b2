// One run at a time over one file: two would write over each other's result. Goes with the process, so a run
// that was killed leaves nothing to clean up.
#pragma once

#include <string>

namespace gateway::cli {

class FileLock {
 public:
  // The file is only read.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  // False: another has it. A file system without locks, or no such file, hinders nobody here.
  bool is_ours() const { return is_ours_; }

 private:
  int descriptor_;
  bool is_ours_ = true;
};

}  // namespace gateway::cli
