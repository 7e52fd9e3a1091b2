#include "gateway/state/state_key.hpp"

#include "gateway/state/state_folder.hpp"

#include <openssl/rand.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace gateway::state {
namespace {

using Key = boost::system::result<schema::SecretText, StateKeyFault>;

// Closes on every way out.
class File {
 public:
  File(const std::string& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

bool is_disk_trouble(int error) {
  return error == ENOSPC || error == EDQUOT || error == EROFS || error == EIO;
}

StateKeyFault why(const std::string& path, const char* what) {
  return {"the state key " + path + " cannot be " + what + ": " + std::strerror(errno),
          is_disk_trouble(errno)};
}

Key fresh_key() {
  std::string bytes(config::state_key_bytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
    return StateKeyFault{"the system gives no random bytes for the state key"};
  }
  return schema::SecretText(std::move(bytes));
}

Key read_key(int fd, const std::string& path) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return why(path, "read");
  // A group may have it: a volume that a container's group shares gives it to the group at each mount.
  if ((status.st_mode & 07) != 0)
    return StateKeyFault{"the state key " + path + " is open to everybody: chmod 600 it"};
  std::string bytes(config::state_key_bytes + 1, '\0');
  const ssize_t got = ::read(fd, bytes.data(), bytes.size());
  if (got < 0) return why(path, "read");
  bytes.resize(static_cast<std::size_t>(got));
  if (bytes.size() != config::state_key_bytes) {
    schema::wipe(bytes);
    return StateKeyFault{"the state key " + path +
                         " does not have 32 bytes: put the right file back, or remove it to have "
                         "a new one made (cursors that were given out then end)"};
  }
  return schema::SecretText(std::move(bytes));
}

// Written whole under another name first: a crash must not leave half a key under the right one.
Key make_key(const std::string& path) {
  Key key = fresh_key();
  if (!key) return key;
  const std::string draft = path + ".new-" + std::to_string(::getpid());
  ::unlink(draft.c_str());
  {
    const File file(draft, O_WRONLY | O_CREAT | O_EXCL);
    if (file.fd() < 0) return why(draft, "made");
    const std::string_view bytes = key->reveal();
    if (::write(file.fd(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        ::fsync(file.fd()) != 0) {
      return why(draft, "written");
    }
  }
  // Unlike rename(), never in the place of a key that somebody else has made meanwhile.
  const bool linked = ::link(draft.c_str(), path.c_str()) == 0;
  const int error = errno;
  ::unlink(draft.c_str());
  errno = error;
  if (!linked) return why(path, "made");
  const File folder(std::filesystem::path(path).parent_path().string(), O_RDONLY | O_DIRECTORY);
  if (folder.fd() >= 0) ::fsync(folder.fd());
  return key;
}

}  // namespace

Key state_key(const config::State* state) {
  if (state == nullptr) return fresh_key();
  if (state->key) return state->key->duplicate();
  std::filesystem::path path = std::filesystem::path(state->sqlite).parent_path() / "state.key";
  if (path.is_relative()) path = std::filesystem::absolute(path);
  errno = 0;
  if (auto no = make_state_folder(state->sqlite)) {
    const bool is_of_disk = is_disk_trouble(errno);
    return StateKeyFault{std::move(*no), is_of_disk};
  }
  const File file(path.string(), O_RDONLY);
  if (file.fd() >= 0) return read_key(file.fd(), path.string());
  if (errno != ENOENT) return why(path.string(), "read");
  Key made = make_key(path.string());
  if (made) return made;
  // Another process may have been first.
  const File others(path.string(), O_RDONLY);
  if (others.fd() < 0) return made.error();
  return read_key(others.fd(), path.string());
}

}  // namespace gateway::state
