// Neither a core nor another process of its own user shows what the gateway and its commands have in memory.
#include "tests/integration/probe.hpp"
#include "tests/support/process.hpp"
#include "tests/support/read_file.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tests::integration {
namespace {
namespace fs = std::filesystem;

// A folder that every user may write to, with a copy of usher that every user may run.
class OpenFolder {
 public:
  OpenFolder() {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
    fs::permissions(path_, fs::perms::all);
    fs::copy_file(USHER_PROGRAM, program());
    fs::permissions(program(), fs::perms::all);
    std::ofstream(file()) << "listen: [{address: '127.0.0.1:0'}]\nallow_inline_secrets: true\n"
                             "tenants: {one: {providers: {cloud_cockpit: {base_url: 'http://127.0.0.1:1', "
                             "x_tenant: a.example, auth: {bearer_token: abc}}}}}\n";
    fs::permissions(file(), fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  }
  ~OpenFolder() { fs::remove_all(path_); }
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  std::string program() const { return path_ + "/usher"; }
  std::string file() const { return path_ + "/usher.yaml"; }
  // As an ordinary user, here, with cores allowed.
  std::vector<std::string> as_nobody(std::vector<std::string> command) const {
    std::vector<std::string> whole = {"env",
                                      "-C",
                                      path_,
                                      "prlimit",
                                      "--core=unlimited",
                                      "setpriv",
                                      "--reuid=65534",
                                      "--regid=65534",
                                      "--clear-groups"};
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
  }
  bool has_a_core() const {
    for (const auto& entry : fs::directory_iterator(path_)) {
      if (entry.path().filename().string().starts_with("core")) return true;
    }
    return false;
  }

 private:
  std::string path_ = "/tmp/usher-test-XXXXXX";
};

std::string proc(const support::Process& process, std::string_view name) {
  return "/proc/" + std::to_string(process.pid()) + "/" + std::string(name);
}

// Ends it as a crash does; whether the system wrote a core of it.
bool dumps_core(support::Process& process) {
  process.signal(SIGABRT);
  siginfo_t how{};
  // (It stays to be waited for once more.)
  waitid(P_PID, static_cast<id_t>(process.pid()), &how, WEXITED | WNOWAIT);
  return how.si_code == CLD_DUMPED;
}

TEST_CASE("neither a core nor another process of its own user shows the gateway's memory") {
  if (geteuid() != 0) {
    MESSAGE("not root: nothing can be started as another user here");
    return;
  }
  const OpenFolder folder;
  support::Process gateway(folder.as_nobody({folder.program(), "serve", folder.file()}));
  REQUIRE(
      gateway.wait_for_line([](const std::string& line) { return line.find("\"started\"") != line.npos; }));
  support::Process other(folder.as_nobody({"sleep", "1000"}));
  REQUIRE(eventually([&] {
    return support::read_file(proc(other, "cmdline")) == std::string(
                                                             "sleep\0"
                                                             "1000\0",
                                                             11);
  }));

  // What any process of this user can do to another one of it, it cannot do to the gateway.
  const auto reads = [&](const support::Process& process, const char* name) {
    return support::run_to_end(folder.as_nobody({"head", "-c", "1", proc(process, name)})).exit_code == 0;
  };
  for (const char* const name : {"environ", "auxv", "maps"}) {
    CAPTURE(name);
    CHECK(reads(other, name));
    CHECK_FALSE(reads(gateway, name));
  }
  const auto can_open = [&](const support::Process& process) {
    return support::run_to_end(folder.as_nobody({"sh", "-c", ": < " + proc(process, "mem")})).exit_code == 0;
  };
  CHECK(can_open(other));
  CHECK_FALSE(can_open(gateway));

  // The commands hold a key: `users list`, waiting for an answer that does not come.
  const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(silent, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(silent, 1) == 0);
  ::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size);
  {
    support::Process lister(
        folder.as_nobody({folder.program(), "users", "list", "--tenant", "one", "--customer", "two", "--url",
                          "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port))}));
    const int accepted = ::accept(silent, nullptr, nullptr);
    REQUIRE(accepted >= 0);
    CHECK(lister.is_alive());
    CHECK_FALSE(reads(lister, "environ"));
    ::close(accepted);
  }
  ::close(silent);

  CHECK_FALSE(dumps_core(gateway));
  CHECK(gateway.wait() == -SIGABRT);
  CHECK_FALSE(folder.has_a_core());
  const bool writes_cores = dumps_core(other);
  other.wait();
  if (!writes_cores) MESSAGE("this system writes no cores at all: that part showed nothing");
}

}  // namespace
}  // namespace tests::integration
