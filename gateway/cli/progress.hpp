// How far a long list is, for a person's terminal (see StatusLine).
#pragma once

#include "gateway/cli/status_line.hpp"

#include <cstdint>
#include <utility>

namespace gateway::cli {

class Progress {
 public:
  Progress(StatusLine::Print print, StatusLine::Now now) : line_(std::move(print), std::move(now)) {}

  void add(std::uint64_t users) { users_ += users; }
  // Draws where it is time to; call it as often as you like.
  void tick();
  void erase() { line_.erase(); }

 private:
  StatusLine line_;
  std::uint64_t users_ = 0;
};

}  // namespace gateway::cli
