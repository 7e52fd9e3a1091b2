// One line on a person's terminal that says how far a long list is: drawn over and over, erased before
// anything else is printed and at the end. Says nothing in the first second, so a short list never flickers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

namespace gateway::cli {

class Progress {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  using Print = std::function<void(std::string_view)>;

  // `print` writes to the terminal; an empty one makes this object silent.
  Progress(Print print, Now now);

  void add(std::uint64_t users) { users_ += users; }
  // Draws where it is time to; call it as often as you like.
  void tick();
  void erase();

 private:
  Print print_;
  Now now_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point next_;
  std::uint64_t users_ = 0;
  bool is_drawn_ = false;
};

}  // namespace gateway::cli
