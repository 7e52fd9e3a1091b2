#include "gateway/observe/log.hpp"

#include "gateway/observe/log_line.hpp"
#include "gateway/observe/log_queue.hpp"

#include <csignal>
#include <string>
#include <utility>

namespace gateway::observe {

namespace {

// Signals are for other threads, and a reader that went away must be an error of write(), not the end of the
// process.
std::thread start_deaf(std::shared_ptr<LogQueue> queue) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread writer([queue = std::move(queue)] { queue->run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return writer;
}

}  // namespace

Log::Log(LogOptions options, WallClock wall)
    : level_(options.level),
      flush_timeout_(options.flush_timeout),
      wall_(std::move(wall)),
      queue_(std::make_shared<LogQueue>(options.fd, options.buffer_bytes)),
      writer_(start_deaf(queue_)) {}

Log::~Log() {
  tell_dropped(LogRoom::unbounded);
  if (queue_->finish(flush_timeout_)) {
    writer_.join();
  } else {
    writer_.detach();
  }
}

std::uint64_t Log::dropped() const { return queue_->dropped(); }

void Log::write(Level level, std::string_view event, Fields fields) {
  if (!is_on(level)) return;
  tell_dropped(LogRoom::bounded);
  thread_local std::string line;
  line.clear();
  append_line(line, wall_(), level, event, fields);
  if (!queue_->push(line)) queue_->count_dropped(1);
}

void Log::tell_dropped(LogRoom room) {
  const auto lost = queue_->take_untold();
  if (lost == 0) return;
  std::string line;
  append_line(line, wall_(), Level::warning, "log_dropped", {{"lines", lost}});
  if (!queue_->push(line, room)) queue_->give_back_untold(lost);
}

}  // namespace gateway::observe
