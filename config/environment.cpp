#include "config/environment.hpp"

#include "schema/secret_text.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace config {

namespace {

FileRead failed() {
  FileRead read;
  read.error = std::strerror(errno);
  return read;
}

// Reads from the descriptor that was judged, so that the file cannot be another one by then.
FileRead read_descriptor(int descriptor, std::size_t max_bytes) {
  FileRead read;
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return failed();
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    return failed();
  }
  read.mode = status.st_mode & 07777u;
  // Reserved once: a string that grows would leave copies of a secret behind.
  read.bytes.resize(max_bytes + 1);
  std::size_t size = 0;
  while (size < read.bytes.size()) {
    const ssize_t got = ::read(descriptor, read.bytes.data() + size, read.bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed();
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  read.too_big = size > max_bytes;
  if (read.too_big) {
    schema::wipe(read.bytes);
    read.bytes.clear();
  } else {
    read.bytes.resize(size);
  }
  return read;
}

FileRead read_file(const std::string& path, std::size_t max_bytes) {
  // A pipe that nobody writes to would block the open for ever.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return failed();
  FileRead read = read_descriptor(descriptor, max_bytes);
  ::close(descriptor);
  return read;
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace

Environment process_environment() { return {variable, read_file}; }

}  // namespace config
