#include "gateway/cli/password_source.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <poll.h>
#include <pty.h>
#include <string>
#include <termios.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace gateway::cli {
namespace {

config::Checked<schema::SecretText> read_from(std::string bytes, unsigned mode = 0600,
                                              std::string error = {}) {
  config::Environment environment;
  environment.read_file = [&](const std::string&, std::size_t) {
    config::FileRead read;
    read.bytes = bytes;
    read.mode = mode;
    read.error = error;
    return read;
  };
  return read_password({"/pw", false}, environment);
}

bool echoes(int terminal) {
  termios settings{};
  tcgetattr(terminal, &settings);
  return (settings.c_lflag & ECHO) != 0;
}

// A person at a terminal who types an answer to each prompt.
class Typist {
 public:
  explicit Typist(std::vector<std::string> answers) {
    REQUIRE(openpty(&keyboard_, &terminal_, nullptr, nullptr, nullptr) == 0);
    thread_ = std::thread([this, answers = std::move(answers)] {
      for (const std::string& answer : answers) {
        wait_for_prompt();
        if (echoes(terminal_)) is_silent_ = false;
        [[maybe_unused]] const ssize_t typed = write(keyboard_, answer.data(), answer.size());
      }
    });
  }
  ~Typist() {
    thread_.join();
    close(terminal_);
    close(keyboard_);
  }
  Typist(const Typist&) = delete;
  Typist& operator=(const Typist&) = delete;
  int terminal() const { return terminal_; }
  bool is_silent() const { return is_silent_; }

 private:
  void wait_for_prompt() {
    std::string seen;
    while (!seen.ends_with(": ")) {
      pollfd readable{keyboard_, POLLIN, 0};
      if (poll(&readable, 1, 10'000) != 1) return;
      char piece[256];
      const ssize_t got = read(keyboard_, piece, sizeof piece);
      if (got > 0) seen.append(piece, static_cast<std::size_t>(got));
    }
  }

  int keyboard_ = -1;
  int terminal_ = -1;
  std::atomic<bool> is_silent_{true};
  std::thread thread_;
};

}  // namespace

TEST_CASE("a password of a file is its bytes but for one line end") {
  CHECK(read_from("Correct Horse\n")->reveal() == "Correct Horse");
  CHECK(read_from(" x \r\n")->reveal() == " x ");
  CHECK(read_from("x\n\n")->reveal() == "x\n");
  CHECK(read_password({}, {})->empty());
}

TEST_CASE("a password file that is empty, unreadable or everybody's is refused, and not shown") {
  for (const auto& password : {read_from(""), read_from("\n"), read_from("secret\n", 0644),
                               read_from("", 0600, "No such file or directory")}) {
    REQUIRE(password.has_error());
    CHECK(password.error().message.find("/pw") != std::string::npos);
    CHECK(password.error().message.find("secret") == std::string::npos);
  }
}

TEST_CASE("a password is asked for twice, without echo, and the echo comes back") {
  const Typist person({"Correct-Horse\n", "Correct-Horse\n"});
  const auto password = ask_password(person.terminal());
  REQUIRE(password.has_value());
  CHECK(password->reveal() == "Correct-Horse");
  CHECK(person.is_silent());
  CHECK(echoes(person.terminal()));
}

TEST_CASE("two passwords that differ, none, or no terminal are refused") {
  const Typist unsure({"one\n", "two\n"});
  CHECK(ask_password(unsure.terminal()).error().message == "the two passwords are not the same");
  const Typist silent({"\n"});
  CHECK(ask_password(silent.terminal()).error().message == "no password was given");
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  CHECK(ask_password(ends[0]).error().message.find("--password-file") != std::string::npos);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace gateway::cli
