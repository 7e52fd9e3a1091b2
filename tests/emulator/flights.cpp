#include "tests/emulator/flights.hpp"

#include <poll.h>
#include <utility>

namespace tests::emulator {
namespace {

bool has_sender(int socket) {
  pollfd look{socket, POLLRDHUP, 0};
  return poll(&look, 1, 0) == 0;
}

}  // namespace

Flights::Flight::Flight(Flight&& other) noexcept
    : flights_(std::exchange(other.flights_, nullptr)), n_(other.n_) {}

Flights::Flight& Flights::Flight::operator=(Flight&& other) noexcept {
  land();
  flights_ = std::exchange(other.flights_, nullptr);
  n_ = other.n_;
  return *this;
}

void Flights::Flight::land() {
  if (flights_ != nullptr) flights_->sockets_.erase(n_);
  flights_ = nullptr;
}

Flights::Flight Flights::begin(std::uint64_t n, int socket) {
  sockets_[n] = socket;
  return {*this, n};
}

std::vector<std::uint64_t> Flights::under_way() const {
  std::vector<std::uint64_t> numbers;
  for (const auto& [n, socket] : sockets_) {
    if (has_sender(socket)) numbers.push_back(n);
  }
  return numbers;
}

}  // namespace tests::emulator
