// What others on the machine can see of a running gateway: its command line, and nothing of its memory.
#include "tests/integration/creating.hpp"
#include "tests/support/read_file.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace tests::integration {
namespace {

TEST_CASE("the command line of a running gateway has no secret") {
  const std::string command =
      support::read_file("/proc/" + std::to_string(gateway().process().pid()) + "/cmdline");
  CHECK(command.find("serve") != std::string::npos);
  // Every credential of the emulator begins so.
  CHECK(command.find("emulator-") == std::string::npos);
}

// The kernel gives the files of a process that may not be dumped to root: nobody else may trace it or read
// its memory, and it leaves no core.
uid_t owner_of(support::Process& process) {
  struct stat about {};
  const std::string path = "/proc/" + std::to_string(process.pid()) + "/environ";
  REQUIRE(stat(path.c_str(), &about) == 0);
  return about.st_uid;
}

std::vector<std::string> as_nobody(std::vector<std::string> command) {
  if (geteuid() != 0) return command;
  std::vector<std::string> whole = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  whole.insert(whole.end(), command.begin(), command.end());
  return whole;
}

TEST_CASE("a running gateway leaves no core and lets nobody read its memory") {
  const support::TemporaryFile file(".yaml", creating_yaml(emulator(), {}));
  REQUIRE(chmod(file.path().c_str(), 0644) == 0);
  support::Process usher(as_nobody({USHER_PROGRAM, "serve", file.path()}));
  REQUIRE(usher.wait_for_line(
      [](const std::string& line) { return line.find("\"started\"") != std::string::npos; }));
  CHECK(owner_of(usher) == 0);
  // That this shows anything at all: a program without the precaution belongs to whoever runs it.
  support::Process other(as_nobody({USHER_EMULATOR}));
  REQUIRE(other.wait_for_line([](const std::string& line) { return line.starts_with('{'); }));
  CHECK(owner_of(other) == (geteuid() == 0 ? 65534 : geteuid()));
}

}  // namespace
}  // namespace tests::integration
