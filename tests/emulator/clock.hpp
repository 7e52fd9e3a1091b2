// The emulated world's time: real time plus whatever the control API advanced it by, so that a test ages
// refresh tokens, deleted users and lagging lists without waiting. Throttling and the ledger use it too.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tests::emulator {

// Milliseconds since the Unix epoch.
using Millis = std::int64_t;

class Clock {
 public:
  Millis now() const {
    const auto real = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(real).count() + offset_;
  }
  std::int64_t now_seconds() const { return now() / 1000; }
  void advance(std::int64_t seconds) { offset_ += seconds * 1000; }
  void reset() { offset_ = 0; }
  Millis offset() const { return offset_; }

 private:
  Millis offset_ = 0;
};

// "2017-01-20T00:33:34Z", as Partner Center writes times.
std::string utc_text(Millis at);
// "Tue, 21 Jul 2020 04:10:58 GMT", as HTTP headers write them.
std::string http_date(Millis at);
// "2026-01-01 00:00:00Z", as the token service writes them.
std::string token_date(Millis at);

}  // namespace tests::emulator
