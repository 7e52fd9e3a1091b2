// Who is connected: counts that the listeners look at before they accept more, and the drain before it ends.
// Shared by all threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

namespace gateway::server {

struct Census {
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> handshakes{0};
  std::atomic<bool> draining{false};  // finish what runs, take nothing new
};

class Counted {
 public:
  explicit Counted(std::atomic<std::size_t>& count) : count_(&count) { ++*count_; }
  ~Counted() { end(); }
  Counted(Counted&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
  Counted& operator=(Counted&&) = delete;
  void end() {
    if (count_ != nullptr) --*count_;
    count_ = nullptr;
  }

 private:
  std::atomic<std::size_t>* count_;
};

// What a connection holds from the moment it is accepted, so that the next look at the limits sees it.
struct Place {
  Counted connection;
  std::optional<Counted> handshake;  // until it has shaken hands; none without TLS
};

}  // namespace gateway::server
