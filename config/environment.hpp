// What the configuration takes from outside its own text: environment variables and files. Injected, so that
// a test needs neither; `usher` passes `process_environment()`.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace config {

struct FileRead {
  std::string bytes;
  unsigned mode = 0;     // permission bits, as of stat()
  bool too_big = false;  // has more than `max_bytes`; `bytes` is then empty
  std::string error;     // why it cannot be read, as of strerror(); empty: it was read
};

struct Environment {
  std::function<std::optional<std::string>(const std::string& name)> variable;
  std::function<FileRead(const std::string& path, std::size_t max_bytes)> read_file;
};

Environment process_environment();

}  // namespace config
