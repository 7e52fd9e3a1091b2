// One line on a person's terminal that says how far something is: drawn over and over, erased before anything
// else is printed and at the end. Says nothing in the first second, so what is short never flickers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gateway::cli {

class StatusLine {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;
  using Print = std::function<void(std::string_view)>;

  // `print` writes to the terminal; an empty one makes this object silent.
  StatusLine(Print print, Now now);

  // Whether it is time to draw; the next is due a moment later.
  bool is_due();
  void draw(const std::string& text);
  void erase();
  // In seconds, since this object was made.
  double elapsed() const;

 private:
  Print print_;
  Now now_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point next_;
  bool is_drawn_ = false;
};

// 1234567 as 1,234,567.
std::string grouped(std::uint64_t number);

}  // namespace gateway::cli
