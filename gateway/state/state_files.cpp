#include "gateway/state/state_files.hpp"

#include "gateway/state/state_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace gateway::state {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 3> suffixes = {"", "-wal", "-shm"};
constexpr ::mode_t owner_only = S_IRUSR | S_IWUSR;

std::string error_text() { return std::strerror(errno); }

bool is_there(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

StateFault must_be_looked_at(const std::string& path, const std::string& why, const std::string& aside) {
  return state_file_fault(
      path,
      why + "; it was set aside as " + aside +
          ", and no user is created until somebody has looked at it. Put a good copy in its old place "
          "and move the damaged one away. Without a copy the next start begins anew, and keys that were "
          "used before are then forgotten");
}

// One that nobody has looked at yet; empty: there is none.
std::string damaged_file(const std::string& path) {
  const fs::path whole = fs::absolute(path);
  const std::string prefix = whole.filename().string() + ".damaged";
  std::string first;
  std::error_code error;
  for (fs::directory_iterator entry(whole.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().string();
    if (entry->path().filename().string().starts_with(prefix) && (first.empty() || name < first))
      first = name;
  }
  return first;
}

std::string free_name(const std::string& path) {
  const auto is_taken = [](const std::string& name) {
    return std::ranges::any_of(suffixes, [&](const char* suffix) { return is_there(name + suffix); });
  };
  std::string name = path + ".damaged";
  for (int number = 2; is_taken(name); ++number)
    name = path + ".damaged-" + std::to_string(number);
  return name;
}

// Whole under another name first: so an empty file in its place is one that was emptied, and never one whose
// making was broken off.
std::optional<StateFault> make_file(const std::string& path,
                                    const std::function<void(const std::string&)>& make) {
  const std::string draft = path + ".new-" + std::to_string(::getpid());
  ::unlink(draft.c_str());
  const int fd = ::open(draft.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
  if (fd < 0) return state_file_fault(path, "it cannot be made: " + error_text());
  ::close(fd);
  // SQLite gives the file's mode to its -wal: from here on the umask has no say.
  ::chmod(draft.c_str(), owner_only);
  try {
    make(draft);
  } catch (...) {
    ::unlink(draft.c_str());
    throw;
  }
  // Unlike rename(), never in the place of one that another process has made meanwhile.
  const bool is_in_place = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  const std::string why = error_text();
  ::unlink(draft.c_str());
  if (!is_in_place) return state_file_fault(path, "it cannot be made: " + why);
  return std::nullopt;
}

// By its path: see the header about descriptors.
std::optional<StateFault> close_to_others(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
  if (!S_ISREG(status.st_mode)) return state_file_fault(path, "it is no file, or a link to one");
  if ((status.st_mode & 077) == 0 || ::chmod(path.c_str(), owner_only) == 0) return std::nullopt;
  return state_file_fault(path, "others may read or write it, and that cannot be changed: " + error_text());
}

}  // namespace

StateFault state_file_fault(const std::string& path, const std::string& what) {
  return {"the state file " + path + ": " + what};
}

std::optional<StateFault> prepare_state_file(const std::string& path,
                                             const std::function<void(const std::string&)>& make) {
  if (const std::string aside = damaged_file(path); !aside.empty())
    return must_be_looked_at(path, "an earlier one is damaged", aside);
  if (auto no = make_state_folder(path)) return StateFault{std::move(*no)};
  if (!is_there(path)) {
    // A log without its file, which another file would be mended with.
    if (is_there(path + "-wal")) return set_state_file_aside(path, "it is missing, and its -wal is there");
    if (auto no = make_file(path, make)) return no;
  }
  for (const char* suffix : suffixes) {
    if (auto no = close_to_others(path + suffix)) return no;
  }
  std::error_code error;
  if (fs::file_size(path, error) == 0 && !error) return set_state_file_aside(path, "it is empty");
  return std::nullopt;
}

StateFault set_state_file_aside(const std::string& path, const std::string& why) {
  const std::string aside = free_name(path);
  // The file first: with only the rest moved, it would be opened as if nothing were missing.
  for (const char* suffix : suffixes) {
    if (::rename((path + suffix).c_str(), (aside + suffix).c_str()) != 0 && errno != ENOENT)
      return state_file_fault(path, "it is damaged (" + why + "), and cannot be set aside: " + error_text());
  }
  return must_be_looked_at(path, "it is damaged (" + why + ")", aside);
}

}  // namespace gateway::state
