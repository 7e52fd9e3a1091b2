#include "gateway/cli/output.hpp"

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <pty.h>
#include <string>
#include <unistd.h>

namespace gateway::cli {
namespace {

struct Pipe {
  Pipe() {
    std::signal(SIGPIPE, SIG_IGN);
    REQUIRE(pipe(ends.data()) == 0);
  }
  ~Pipe() {
    close_reader();
    close(ends[1]);
  }
  void close_reader() {
    if (ends[0] >= 0) close(ends[0]);
    ends[0] = -1;
  }
  std::string read_all() {
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    std::string text(1 << 20, '\0');
    const ssize_t got = read(ends[0], text.data(), text.size());
    return text.substr(0, got < 0 ? 0 : static_cast<std::size_t>(got));
  }
  std::array<int, 2> ends{-1, -1};
};

}  // namespace

TEST_CASE("what is printed leaves together, and whoever draws on the terminal is told before") {
  Pipe pipe;
  int told = 0;
  Output output(pipe.ends[1], [&told] { ++told; });
  output.append("one ");
  output.append("two");
  CHECK(pipe.read_all().empty());
  output.flush();
  output.flush();
  CHECK(pipe.read_all() == "one two");
  CHECK(told == 1);
}

TEST_CASE("knows whether a terminal's cursor stands behind something") {
  int master = -1;
  int terminal = -1;
  REQUIRE(openpty(&master, &terminal, nullptr, nullptr, nullptr) == 0);
  Output output(terminal);
  CHECK_FALSE(output.is_mid_line());
  output.append("half");
  CHECK_FALSE(output.is_mid_line());
  output.flush();
  CHECK(output.is_mid_line());
  output.append(" a line\n");
  output.flush();
  CHECK_FALSE(output.is_mid_line());
  close(terminal);
  close(master);

  Pipe pipe;
  Output file(pipe.ends[1]);
  file.append("half");
  file.flush();
  CHECK_FALSE(file.is_mid_line());
}

TEST_CASE("a reader who has gone is no failure, and nothing more is written") {
  Pipe pipe;
  pipe.close_reader();
  Output output(pipe.ends[1]);
  output.append("x");
  CHECK(output.is_open());
  output.flush();
  CHECK_FALSE(output.is_open());
  CHECK(output.failure().empty());
}

TEST_CASE("a descriptor that cannot be written is a failure with its reason") {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  Output output(full);
  output.append("x");
  output.flush();
  CHECK_FALSE(output.is_open());
  CHECK(output.failure() == "No space left on device");
  close(full);
}

}  // namespace gateway::cli
