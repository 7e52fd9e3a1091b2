// Something done in a process of its own: for locks, kills and limits that belong to a process. Forked before
// the test has a thread: a lock that another thread holds at that moment is never given back in the child.
#pragma once

#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace tests::gateway_state {

class ChildProcess {
 public:
  // `work` returns the exit code; it begins with go().
  template <class Work>
  explicit ChildProcess(const Work& work) {
    if (::pipe(gate_) != 0) return;
    child_ = ::fork();
    if (child_ != 0) return;
    ::close(gate_[1]);
    char byte = 0;
    ::_exit(::read(gate_[0], &byte, 1) == 1 ? work() : not_wanted);
  }
  ~ChildProcess() {
    ::close(std::exchange(gate_[1], -1));
    if (child_ > 0) ::waitpid(child_, nullptr, 0);
    ::close(gate_[0]);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Its status, as waitpid() gives it.
  int go() {
    int status = -1;
    if (::write(gate_[1], "!", 1) == 1) ::waitpid(std::exchange(child_, -1), &status, 0);
    return status;
  }

 private:
  static constexpr int not_wanted = 99;
  int gate_[2] = {-1, -1};
  pid_t child_ = -1;
};

}  // namespace tests::gateway_state
