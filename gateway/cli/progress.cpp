#include "gateway/cli/progress.hpp"

#include <string>
#include <utility>

namespace gateway::cli {
namespace {

constexpr std::chrono::seconds silence(1);
constexpr std::chrono::milliseconds period(200);
constexpr std::string_view to_begin_and_erase = "\r\x1b[K";

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace

Progress::Progress(Print print, Now now)
    : print_(std::move(print)), now_(std::move(now)), began_(now_()), next_(began_ + silence) {}

void Progress::tick() {
  if (!print_) return;
  const auto now = now_();
  if (now < next_) return;
  next_ = now + period;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  std::string line(to_begin_and_erase);
  line += grouped(users_) + (users_ == 1 ? " user, " : " users, ") +
          grouped(static_cast<std::uint64_t>(static_cast<double>(users_) / seconds)) + "/s";
  print_(line);
  is_drawn_ = true;
}

void Progress::erase() {
  if (!is_drawn_) return;
  print_(to_begin_and_erase);
  is_drawn_ = false;
}

}  // namespace gateway::cli
