#include "tests/emulator/wire_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tests::emulator {
namespace {

constexpr std::size_t chunk_size = 16384;

std::string in_chunks(const std::string& body) {
  std::string out;
  out.reserve(body.size() + body.size() / chunk_size * 10 + 32);
  for (std::size_t at = 0; at < body.size(); at += chunk_size) {
    const std::size_t size = std::min(chunk_size, body.size() - at);
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    out.append(digits.data(), end).append("\r\n").append(body, at, size).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

}  // namespace

WireAnswer encode_answer(const Answer& answer, const Framing& framing, Millis now) {
  static const auto nothing = std::make_shared<const std::string>();
  WireAnswer wire;
  wire.body = answer.body ? answer.body : nothing;
  std::string& head = wire.head;
  head.reserve(512);
  const std::string reason = answer.reason.empty() ? std::string(reason_of(answer.status)) : answer.reason;
  head = "HTTP/1.1 " + std::to_string(answer.status) + " " + reason + "\r\n";
  const bool bodiless = answer.status == 204 || answer.status == 304;
  const bool chunked = !bodiless && (framing.chunked || answer.chunked);
  if (chunked) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (!bodiless || (answer.status == 204 && framing.length_of_204)) {
    head += "Content-Length: " + std::to_string(wire.body->size()) + "\r\n";
  }
  bool dated = false;
  for (const auto& [name, value] : answer.headers) {
    head += name + ": " + value + "\r\n";
    dated = dated || equals_ignoring_case(name, "Date");
  }
  if (!dated) head += "Date: " + http_date(now) + "\r\n";
  if (framing.close) head += "Connection: close\r\n";
  head += "\r\n";
  if (bodiless || framing.head_only) {
    wire.body = nothing;
  } else if (chunked) {
    wire.body = std::make_shared<const std::string>(in_chunks(*wire.body));
  }
  return wire;
}

}  // namespace tests::emulator
