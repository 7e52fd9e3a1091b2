#include "tests/support/process.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace tests::support {
namespace {
using Clock = std::chrono::steady_clock;

// `descriptors` become the child's stdin, stdout and stderr; -1 leaves one as it is here.
pid_t spawn(std::vector<std::string>& arguments, std::vector<std::string>& environment,
            const std::array<int, 3>& descriptors) {
  std::vector<char*> argv;
  for (auto& argument : arguments)
    argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<char*> envp;
  for (char** variable = environ; *variable != nullptr; ++variable)
    envp.push_back(*variable);
  for (auto& variable : environment)
    envp.push_back(variable.data());
  envp.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int number = 0; number < 3; ++number) {
    const int descriptor = descriptors[static_cast<std::size_t>(number)];
    if (descriptor >= 0) posix_spawn_file_actions_adddup2(&actions, descriptor, number);
  }
  pid_t pid = -1;
  const int failure = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? pid : -1;
}

struct File {
  File() : stream(std::tmpfile()) {
    if (stream == nullptr) throw std::runtime_error("no temporary file");
    fcntl(fileno(stream), F_SETFD, FD_CLOEXEC);
  }
  ~File() { std::fclose(stream); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string content() const {
    std::rewind(stream);
    std::string text;
    for (int c = std::fgetc(stream); c != EOF; c = std::fgetc(stream))
      text += static_cast<char>(c);
    return text;
  }
  std::FILE* stream;
};

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

}  // namespace

Finished run_to_end(std::vector<std::string> arguments, std::string_view input,
                    std::vector<std::string> environment) {
  const File in;
  const File out;
  const File err;
  if (!input.empty()) std::fwrite(input.data(), 1, input.size(), in.stream);
  std::rewind(in.stream);
  const pid_t pid =
      spawn(arguments, environment, {fileno(in.stream), fileno(out.stream), fileno(err.stream)});
  if (pid < 0) throw std::runtime_error("cannot start " + arguments[0]);
  int status = 0;
  waitpid(pid, &status, 0);
  return {code_of(status), out.content(), err.content()};
}

Process::Process(std::vector<std::string> arguments, std::vector<std::string> environment) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = spawn(arguments, environment, {-1, ends[1], ends[1]});
  close(ends[1]);
  out_ = ends[0];
  if (pid_ < 0) {
    close(out_);
    throw std::runtime_error("cannot start " + arguments[0]);
  }
}

Process::~Process() {
  if (!exit_code_) {
    kill(pid_, SIGKILL);
    reap(true);
  }
  close(out_);
}

bool Process::reap(bool block) {
  if (exit_code_) return true;
  int status = 0;
  if (waitpid(pid_, &status, block ? 0 : WNOHANG) != pid_) return false;
  exit_code_ = code_of(status);
  return true;
}

bool Process::is_alive() { return !reap(false); }

bool Process::read_some(std::chrono::milliseconds timeout) {
  pollfd look{out_, POLLIN, 0};
  if (poll(&look, 1, static_cast<int>(timeout.count())) <= 0) return false;
  char bytes[4096];
  const auto got = read(out_, bytes, sizeof bytes);
  if (got <= 0) return false;
  output_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

const std::string& Process::output() {
  while (read_some(std::chrono::milliseconds(0))) {
  }
  return output_;
}

std::optional<std::string> Process::wait_for_line(const std::function<bool(const std::string&)>& wanted,
                                                  std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  for (;;) {
    for (auto end = output_.find('\n', looked_at_); end != std::string::npos;
         end = output_.find('\n', looked_at_)) {
      const std::string line = output_.substr(looked_at_, end - looked_at_);
      looked_at_ = end + 1;
      if (wanted(line)) return line;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0 || !read_some(left)) return std::nullopt;
  }
}

void Process::signal(int number) {
  if (!exit_code_) kill(pid_, number);
}

int Process::end(std::chrono::milliseconds timeout) {
  signal(SIGTERM);
  return wait(timeout);
}

int Process::wait(std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  // Its output ends when it does; a full pipe must not keep it alive.
  while (!reap(false)) {
    if (Clock::now() >= until) {
      signal(SIGKILL);
      reap(true);
      break;
    }
    read_some(std::chrono::milliseconds(20));
  }
  output();
  return *exit_code_;
}

}  // namespace tests::support
