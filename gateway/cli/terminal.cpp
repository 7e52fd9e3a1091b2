#include "gateway/cli/terminal.hpp"

#include <fcntl.h>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gateway::cli {

bool take_standard_descriptors() {
  bool has_stdout = true;
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    has_stdout = has_stdout && descriptor != STDOUT_FILENO;
    if (open("/dev/null", O_RDWR) != descriptor) return false;
  }
  return has_stdout;
}

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

std::size_t width_of(int terminal) {
  winsize size{};
  return ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::function<void(std::string_view)> status_print(bool quiet) {
  if (quiet || !is_terminal(STDERR_FILENO)) return {};
  return [](std::string_view text) { std::cerr << text << std::flush; };
}

}  // namespace gateway::cli
