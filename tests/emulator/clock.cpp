#include "tests/emulator/clock.hpp"

#include <array>
#include <ctime>

namespace tests::emulator {
namespace {

std::string formatted(Millis at, const char* format) {
  const std::time_t seconds = static_cast<std::time_t>(at / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> buffer{};
  const std::size_t length = std::strftime(buffer.data(), buffer.size(), format, &parts);
  return {buffer.data(), length};
}

}  // namespace

std::string utc_text(Millis at) { return formatted(at, "%Y-%m-%dT%H:%M:%SZ"); }
// The process never calls setlocale, so %a and %b are the English names that HTTP wants.
std::string http_date(Millis at) { return formatted(at, "%a, %d %b %Y %H:%M:%S GMT"); }
std::string token_date(Millis at) { return formatted(at, "%Y-%m-%d %H:%M:%SZ"); }

}  // namespace tests::emulator
