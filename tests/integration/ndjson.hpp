// A caller of a stream, who takes its lines one by one and sees what it is cut off by.
#pragma once

#include "tests/support/http_connection.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::integration {

class Stream {
 public:
  // Sends the request and reads the answer's head.
  Stream(std::uint16_t port, std::string_view target, const support::Headers& headers = {});

  unsigned status() const { return status_; }
  const std::string& head() const { return head_; }  // in lower case
  // The next whole line, without its end; nullopt: there is none within `timeout`.
  std::optional<std::string> next_line(std::chrono::milliseconds timeout = std::chrono::seconds(30));
  // The last chunk came: the stream is whole.
  bool is_whole() const { return whole_; }
  // Goes away, as a caller who has seen enough.
  void leave() { connection_.reset(); }

 private:
  bool read_some(std::chrono::steady_clock::time_point until);
  void decode();

  support::HttpConnection connection_;
  unsigned status_ = 0;
  std::string head_;
  std::string raw_;    // of the body, as it came
  std::string lines_;  // decoded and not yet taken
  bool whole_ = false;
};

// All lines of a stream that must be whole, the summary aside.
struct Streamed {
  std::vector<boost::json::value> lines;
  boost::json::value summary;
};
Streamed stream_all(std::uint16_t port, std::string_view target, const support::Headers& headers = {});

}  // namespace tests::integration
