// What the gateway tells systemd over NOTIFY_SOCKET, in the order in which it happens.
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace tests::integration {
namespace {
using support::EmulatorProcess;
using support::GatewayOptions;
using support::GatewayProcess;

class NotifySocket {
 public:
  NotifySocket() : path_("/tmp/usher-notify-" + std::to_string(::getpid()) + ".sock") {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    ::unlink(path_.c_str());
    descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    REQUIRE(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const timeval patience{10, 0};
    REQUIRE(::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
  }
  ~NotifySocket() {
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  const std::string& path() const { return path_; }
  // The next that is not the watchdog's; empty after ten seconds.
  std::string next() {
    for (;;) {
      std::string said = receive();
      if (said != "WATCHDOG=1") return said;
    }
  }
  std::string receive() {
    std::array<char, 512> bytes{};
    const ssize_t size = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : std::string();
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

TEST_CASE("systemd hears of the start, of life, of a reload and of the end") {
  const EmulatorProcess emulator;
  NotifySocket socket;
  GatewayOptions options;
  options.environment = {"NOTIFY_SOCKET=" + socket.path(), "WATCHDOG_USEC=100000"};
  GatewayProcess gateway(support::emulated_yaml(emulator), options);
  CHECK(socket.next() == "READY=1");
  for (int i = 0; i < 3; ++i)
    CHECK(socket.receive() == "WATCHDOG=1");
  gateway.process().signal(SIGHUP);
  CHECK(socket.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  CHECK(socket.next() == "READY=1");
  gateway.process().signal(SIGTERM);
  CHECK(socket.next() == "STOPPING=1");
  CHECK(gateway.process().wait() == 0);
}

}  // namespace
}  // namespace tests::integration
