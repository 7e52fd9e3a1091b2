#include "tests/integration/probe.hpp"

#include <poll.h>

namespace tests::integration {

using Clock = std::chrono::steady_clock;

double metric(const support::GatewayProcess& gateway, std::string_view series) {
  const std::string text = support::request(gateway.port(1), "GET", "/metrics").body;
  const auto at = text.find("\n" + std::string(series) + ' ');
  return at == text.npos ? -1 : std::stod(text.substr(at + 2 + series.size()));
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  while (!condition()) {
    if (Clock::now() >= until) return false;
    poll(nullptr, 0, 5);
  }
  return true;
}

std::chrono::milliseconds time_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

}  // namespace tests::integration
