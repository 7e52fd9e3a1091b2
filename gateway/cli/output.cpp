#include "gateway/cli/output.hpp"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace gateway::cli {
namespace {
constexpr std::size_t piece_bytes = 64 * 1024;
}

Output::Output(int descriptor, std::function<void()> before_write)
    : descriptor_(descriptor),
      before_write_(std::move(before_write)),
      is_terminal_(isatty(descriptor) == 1) {}

void Output::append(std::string_view text) {
  if (!is_open_) return;
  kept_ += text;
  if (kept_.size() >= piece_bytes) flush();
}

void Output::flush() {
  if (kept_.empty()) return;
  if (before_write_) before_write_();
  std::string_view left = kept_;
  while (is_open_ && !left.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Somebody else has made the shared descriptor non-blocking.
      pollfd writable{descriptor_, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      if (errno != EPIPE) failure_ = std::strerror(errno);
      is_open_ = false;
    }
  }
  is_mid_line_ = !kept_.ends_with('\n');
  kept_.clear();
}

}  // namespace gateway::cli
