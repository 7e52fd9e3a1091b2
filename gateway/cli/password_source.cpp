#include "gateway/cli/password_source.hpp"

#include "gateway/cli/interruption.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace gateway::cli {
namespace {

constexpr std::size_t max_password_bytes = 4096;

void cut_newline(std::string& bytes) {
  if (!bytes.ends_with('\n')) return;
  bytes.pop_back();
  if (bytes.ends_with('\r')) bytes.pop_back();
}

config::FileRead read_stdin(std::size_t max_bytes) {
  config::FileRead read;
  // Reserved once: a string that grows would leave copies of a secret behind.
  read.bytes.resize(max_bytes + 1);
  std::size_t size = 0;
  while (size < read.bytes.size()) {
    const ssize_t got = ::read(STDIN_FILENO, read.bytes.data() + size, read.bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) read.error = std::strerror(errno);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  read.too_big = size > max_bytes;
  if (read.too_big) schema::wipe(read.bytes);
  read.bytes.resize(read.too_big ? 0 : size);
  return read;
}

config::Checked<schema::SecretText> from_file(const std::string& path,
                                              const config::Environment& environment) {
  const std::string name = path == "-" ? "stdin" : "the password file " + path;
  config::FileRead read = read_input(path, max_password_bytes, environment);
  if (!read.error.empty()) return config::Refusal{name + " cannot be read: " + read.error};
  if (read.too_big) return config::Refusal{name + " is bigger than 4 KiB: it is no password"};
  cut_newline(read.bytes);
  schema::SecretText password(std::move(read.bytes));
  if ((read.mode & 04u) != 0) return config::Refusal{name + " is readable by everybody: chmod o-r it"};
  if (password.empty()) return config::Refusal{name + " is empty: it should hold the password"};
  return password;
}

// No echo for as long as it lives.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    is_set_ = tcgetattr(terminal, &before_) == 0;
    if (!is_set_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_set_ = tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
  }
  ~Silence() {
    if (is_set_) tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  bool is_set() const { return is_set_; }

 private:
  int terminal_;
  termios before_{};
  bool is_set_ = false;
};

void print(int terminal, std::string_view text) {
  [[maybe_unused]] const ssize_t written = ::write(terminal, text.data(), text.size());
}

schema::SecretText read_line(int terminal, std::string_view prompt) {
  print(terminal, prompt);
  std::string line;
  line.reserve(max_password_bytes);
  char c = 0;
  while (line.size() < max_password_bytes && ::read(terminal, &c, 1) == 1 && c != '\n')
    line += c;
  print(terminal, "\n");
  return schema::SecretText(std::move(line));
}

}  // namespace

config::FileRead read_input(const std::string& path, std::size_t max_bytes,
                            const config::Environment& environment) {
  return path == "-" ? read_stdin(max_bytes) : environment.read_file(path, max_bytes);
}

config::Checked<schema::SecretText> ask_password(int terminal) {
  schema::SecretText first;
  schema::SecretText second;
  {
    const Silence silence(terminal);
    if (!silence.is_set()) return config::Refusal{"--ask-password wants a terminal: take --password-file"};
    first = read_line(terminal, "Password of the new user: ");
    if (!is_interrupted() && !first.empty()) second = read_line(terminal, "Again: ");
  }
  if (is_interrupted()) end_interrupted();
  if (first.empty()) return config::Refusal{"no password was given"};
  if (first.reveal() != second.reveal()) return config::Refusal{"the two passwords are not the same"};
  return first;
}

config::Checked<schema::SecretText> read_password(const PasswordSource& source,
                                                  const config::Environment& environment) {
  if (!source.file.empty()) return from_file(source.file, environment);
  if (!source.is_asked) return schema::SecretText();
  // stdin may hold the draft.
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) return config::Refusal{"--ask-password wants a terminal: take --password-file"};
  auto password = ask_password(terminal);
  ::close(terminal);
  return password;
}

}  // namespace gateway::cli
