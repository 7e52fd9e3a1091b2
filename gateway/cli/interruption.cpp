#include "gateway/cli/interruption.hpp"

#include <array>
#include <csignal>
#include <cstdlib>

namespace gateway::cli {
namespace {

constexpr std::array<int, 3> signals = {SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t caught = 0;

void take_note(int signal) { caught = signal; }

}  // namespace

void catch_interruption() {
  for (const int signal : signals) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    // Without SA_RESTART: a read from the terminal is to end.
    struct sigaction noted {};
    noted.sa_handler = take_note;
    sigaction(signal, &noted, nullptr);
  }
}

bool is_interrupted() { return caught != 0; }

void end_interrupted() {
  const int signal = caught;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace gateway::cli
