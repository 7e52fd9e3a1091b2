// An answer as bytes: the head, and the body as it is or in chunks. The server writes them; what a fault cuts
// off is its business.
#pragma once

#include "tests/emulator/clock.hpp"
#include "tests/emulator/exchange.hpp"

#include <memory>
#include <string>

namespace tests::emulator {

struct WireAnswer {
  std::string head;
  std::shared_ptr<const std::string> body;  // framed as the head says; never null
};

struct Framing {
  bool chunked = false;
  bool close = false;          // "Connection: close"
  bool head_only = false;      // the request was HEAD
  bool length_of_204 = false;  // Partner Center says Content-Length: 0 there too
};

WireAnswer encode_answer(const Answer& answer, const Framing& framing, Millis now);

}  // namespace tests::emulator
