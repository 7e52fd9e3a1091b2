// A child process of a test: started with arguments, its stdout read line by line, ended by its pid. It never
// outlives the object.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace tests::support {

class Process {
 public:
  // stderr goes where stdout goes. Throws std::runtime_error when it cannot be started.
  explicit Process(std::vector<std::string> arguments, std::vector<std::string> environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool is_alive();
  // The next line for which `wanted` is true; nullopt at the end of the output or after `timeout`.
  std::optional<std::string> wait_for_line(const std::function<bool(const std::string&)>& wanted,
                                           std::chrono::milliseconds timeout = std::chrono::seconds(30));
  // Everything printed so far, without waiting.
  const std::string& output();
  void signal(int number);
  // Waits until it ends by itself; the exit code, or -signal. Ends it with SIGKILL after `timeout`.
  int wait(std::chrono::milliseconds timeout = std::chrono::seconds(40));
  // Sends SIGTERM and waits.
  int end(std::chrono::milliseconds timeout = std::chrono::seconds(40));

 private:
  bool read_some(std::chrono::milliseconds timeout);
  bool reap(bool block);

  pid_t pid_ = -1;
  int out_ = -1;
  std::string output_;
  std::size_t looked_at_ = 0;
  std::optional<int> exit_code_;
};

struct Finished {
  int exit_code = 0;  // or -signal
  std::string out;
  std::string err;
};

// A program that ends by itself, with `input` on its stdin.
Finished run_to_end(std::vector<std::string> arguments, std::string_view input = {},
                    std::vector<std::string> environment = {});

}  // namespace tests::support
