// The bounded buffer between who logs and the thread that writes. Who logs copies a line under a short lock
// or loses it; only the writer ever waits for the output.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace gateway::observe {

// unbounded: for the last line of all.
enum class LogRoom : std::uint8_t { bounded, unbounded };

class LogQueue {
 public:
  LogQueue(int fd, std::size_t capacity) : fd_(fd), capacity_(capacity) {}

  // False: there is no room, and the line is gone.
  bool push(std::string_view line, LogRoom room = LogRoom::bounded);
  void count_dropped(std::uint64_t lines) {
    dropped_ += lines;
    untold_ += lines;
  }
  std::uint64_t dropped() const { return dropped_; }
  // Lines that were dropped since this was last asked, for the line that says so.
  std::uint64_t take_untold() { return untold_.exchange(0); }
  void give_back_untold(std::uint64_t lines) { untold_ += lines; }

  // The writer's thread: until finish(), and what is buffered then.
  void run();
  // Waits for the writer to end; false: it hangs in a write that nobody can end.
  bool finish(std::chrono::milliseconds timeout);

 private:
  bool take(std::string& batch);
  void write_out(std::string_view bytes);

  const int fd_;
  const std::size_t capacity_;  // bytes
  std::atomic<std::uint64_t> dropped_ = 0;
  std::atomic<std::uint64_t> untold_ = 0;
  std::atomic<bool> abandoned_ = false;  // do not wait for the output any more

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string pending_;
  bool stopping_ = false;
  bool ended_ = false;
};

}  // namespace gateway::observe
