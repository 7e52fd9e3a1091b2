// A blocking HTTP/1.1 connection that shows a test every byte: sends what it is told, however wrong, and reads
// one reply at a time. Loopback and Unix sockets only; every wait has an end.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace tests::support {

struct HttpReply {
  unsigned status = 0;                          // 0: the connection ended without a whole reply
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const;
  boost::json::value json() const;  // throws where it is none
};

class HttpConnection {
 public:
  explicit HttpConnection(std::uint16_t port);
  explicit HttpConnection(const std::string& unix_path);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  int descriptor() const { return socket_; }
  // False: the peer takes no more.
  bool send(std::string_view bytes);
  // `to_head`: the reply to a HEAD, which has no body.
  HttpReply read_reply(bool to_head = false, std::chrono::milliseconds timeout = std::chrono::seconds(30));
  // Whether the peer closes (or resets) within `timeout`, with no further byte.
  bool is_closed_within(std::chrono::milliseconds timeout);
  void shut_down_write();
  void reset();  // RST instead of FIN

 private:
  bool read_some(std::chrono::steady_clock::time_point until);
  int socket_ = -1;
  std::string in_;
  bool ended_ = false;
};

using Headers = std::vector<std::pair<std::string, std::string>>;
std::string encode_request(std::string_view method, std::string_view target, const Headers& headers = {},
                           std::optional<std::string_view> body = {});
// One request on a connection of its own.
HttpReply request(std::uint16_t port, std::string_view method, std::string_view target, const Headers& headers = {},
                  std::optional<std::string_view> body = {});

}  // namespace tests::support
