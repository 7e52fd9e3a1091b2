#include "tests/integration/ndjson.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>

namespace tests::integration {
namespace {

using Clock = std::chrono::steady_clock;

support::Headers with_accept(support::Headers headers) {
  headers.emplace_back("Accept", "application/x-ndjson");
  return headers;
}

}  // namespace

Stream::Stream(std::uint16_t port, std::string_view target, const support::Headers& headers)
    : connection_(port) {
  connection_.send(support::encode_request("GET", target, with_accept(headers)));
  const auto until = Clock::now() + std::chrono::seconds(60);
  std::size_t end = std::string::npos;
  while ((end = raw_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_some(until)) throw std::runtime_error("no head");
  }
  head_ = raw_.substr(0, end + 2);
  raw_.erase(0, end + 4);
  status_ = static_cast<unsigned>(std::stoi(head_.substr(9, 3)));
  std::ranges::transform(head_, head_.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
}

bool Stream::read_some(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd look{connection_.descriptor(), POLLIN, 0};
  if (left <= 0 || poll(&look, 1, static_cast<int>(left)) <= 0) return false;
  char bytes[65536];
  const auto got = recv(connection_.descriptor(), bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  raw_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

void Stream::decode() {
  for (;;) {
    const auto end = raw_.find("\r\n");
    if (end == std::string::npos) return;
    const std::size_t size = std::stoul(raw_.substr(0, end), nullptr, 16);
    if (raw_.size() < end + 2 + size + 2) return;
    lines_.append(raw_, end + 2, size);
    raw_.erase(0, end + 2 + size + 2);
    if (size == 0) {
      whole_ = true;
      return;
    }
  }
}

std::optional<std::string> Stream::next_line(std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  for (;;) {
    decode();
    if (const auto end = lines_.find('\n'); end != std::string::npos) {
      std::string line = lines_.substr(0, end);
      lines_.erase(0, end + 1);
      return line;
    }
    if (whole_ || !read_some(until)) return std::nullopt;
  }
}

Streamed stream_all(std::uint16_t port, std::string_view target, const support::Headers& headers) {
  const auto reply = support::request(port, "GET", target, with_accept(headers));
  CAPTURE(reply.body.substr(0, 500));
  REQUIRE(reply.status == 200);
  CHECK(reply.header("content-type") == "application/x-ndjson");
  CHECK(reply.header("cache-control") == "private, no-cache");
  Streamed streamed;
  for (std::size_t begin = 0; begin < reply.body.size();) {
    const auto end = reply.body.find('\n', begin);
    REQUIRE(end != std::string::npos);
    streamed.lines.push_back(boost::json::parse(reply.body.substr(begin, end - begin)));
    begin = end + 1;
  }
  REQUIRE(!streamed.lines.empty());
  const auto* summary = streamed.lines.back().as_object().if_contains("summary");
  REQUIRE(summary != nullptr);
  streamed.summary = *summary;
  streamed.lines.pop_back();
  return streamed;
}

}  // namespace tests::integration
