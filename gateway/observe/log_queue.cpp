#include "gateway/observe/log_queue.hpp"

#include <climits>

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace gateway::observe {

namespace {

// How soon a writer that waits for its output sees that it was abandoned.
constexpr std::chrono::milliseconds poll_slice{50};

// A pipe that is writable takes this much without blocking, and stdout must not be made non-blocking: other
// processes share its description.
constexpr std::size_t chunk = PIPE_BUF;

bool is_writable_soon(int fd) {
  pollfd entry{fd, POLLOUT, 0};
  return poll(&entry, 1, static_cast<int>(poll_slice.count())) == 1;
}

std::uint64_t count_lines(std::string_view bytes) {
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace

bool LogQueue::push(std::string_view line, LogRoom room) {
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    if (room == LogRoom::bounded && pending_.size() + line.size() > capacity_) return false;
    was_empty = pending_.empty();
    pending_ += line;
  }
  if (was_empty) changed_.notify_all();
  return true;
}

bool LogQueue::take(std::string& batch) {
  batch.clear();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !pending_.empty(); });
  // Swapping keeps both buffers: no allocation once they have grown.
  batch.swap(pending_);
  return !batch.empty();
}

void LogQueue::write_out(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!is_writable_soon(fd_)) {
      if (!abandoned_) continue;
      break;
    }
    const auto written = write(fd_, bytes.data(), std::min(bytes.size(), chunk));
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno != EINTR && errno != EAGAIN) {
      break;
    }
  }
  count_dropped(count_lines(bytes));
}

void LogQueue::run() {
  std::string batch;
  while (take(batch))
    write_out(batch);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

bool LogQueue::finish(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
  const auto ended = [this] { return ended_; };
  if (changed_.wait_for(lock, timeout, ended)) return true;
  abandoned_ = true;
  return changed_.wait_for(lock, 4 * poll_slice, ended);
}

}  // namespace gateway::observe
