#include "gateway/cli/status_line.hpp"

#include <utility>

namespace gateway::cli {
namespace {

constexpr std::chrono::seconds silence(1);
constexpr std::chrono::milliseconds period(200);
constexpr std::string_view to_begin_and_erase = "\r\x1b[K";

}  // namespace

StatusLine::StatusLine(Print print, Now now)
    : print_(std::move(print)), now_(std::move(now)), began_(now_()), next_(began_ + silence) {}

bool StatusLine::is_due() {
  if (!print_) return false;
  const auto now = now_();
  if (now < next_) return false;
  next_ = now + period;
  return true;
}

void StatusLine::draw(const std::string& text) {
  print_(std::string(to_begin_and_erase) + text);
  is_drawn_ = true;
}

void StatusLine::erase() {
  if (!is_drawn_) return;
  print_(to_begin_and_erase);
  is_drawn_ = false;
}

double StatusLine::elapsed() const { return std::chrono::duration<double>(now_() - began_).count(); }

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace gateway::cli
