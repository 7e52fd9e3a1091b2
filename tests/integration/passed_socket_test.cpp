// Sockets that systemd (or whoever starts the gateway) holds open: callers wait for the next process instead
// of being refused between two.
#include "tests/support/emulator_process.hpp"
#include "tests/support/gateway_process.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <atomic>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tests::integration {
namespace {
using support::EmulatorProcess;
using support::GatewayOptions;
using support::GatewayProcess;

class ListeningSocket {
 public:
  ListeningSocket() : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(descriptor_, 512) == 0);
    socklen_t size = sizeof address;
    REQUIRE(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~ListeningSocket() { ::close(descriptor_); }
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  std::uint16_t port() const { return port_; }
  // As systemd starts a service: the socket is descriptor 3.
  GatewayOptions passed() const {
    GatewayOptions options;
    options.in_front = {"sh", "-c",
                        "exec 3<&" + std::to_string(descriptor_) + "; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\"",
                        "sh"};
    return options;
  }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

std::string yaml_at(const EmulatorProcess& emulator, std::uint16_t port) {
  std::string yaml = support::emulated_yaml(emulator);
  const auto at = yaml.find("127.0.0.1:0");
  REQUIRE(at != std::string::npos);
  return yaml.replace(at, 11, "127.0.0.1:" + std::to_string(port));
}

TEST_CASE("twenty restarts with a passed socket refuse no connection and lose no request") {
  const EmulatorProcess emulator;
  const ListeningSocket socket;
  const std::string yaml = yaml_at(emulator, socket.port());
  std::atomic<bool> is_over{false};
  std::atomic<int> served{0}, lost{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!is_over) {
        try {
          const auto reply =
              support::request(socket.port(), "GET", "/v1/tenants/contoso/customers/twelve/users");
          ++(reply.status == 200 ? served : lost);
        } catch (const std::exception&) {
          ++lost;
        }
      }
    });
  }
  for (int restart = 0; restart < 20; ++restart) {
    const int before = served;
    GatewayProcess gateway(yaml, socket.passed());
    // At work when it is told to end.
    while (served < before + 20 && lost == 0)
      std::this_thread::yield();
    CHECK(gateway.process().end() == 0);
  }
  // What still waits is answered by the last one.
  GatewayProcess last(yaml, socket.passed());
  is_over = true;
  for (std::thread& caller : callers)
    caller.join();
  CHECK(lost == 0);
  CHECK(served >= 400);
}

TEST_CASE("a passed socket that is no address of the file ends the start, with both named") {
  const EmulatorProcess emulator;
  const ListeningSocket socket;
  CHECK_THROWS_WITH_AS(GatewayProcess(support::emulated_yaml(emulator), socket.passed()),
                       doctest::Contains(("127.0.0.1:" + std::to_string(socket.port())).c_str()),
                       std::exception);
}

}  // namespace
}  // namespace tests::integration
