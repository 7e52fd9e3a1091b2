// A blocking HTTP/1.1 connection that shows a test every byte: sends what it is told, however wrong, and
// reads one reply at a time. Loopback, in clear or under TLS, and Unix sockets only; every wait has an end.
#pragma once

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ssl_st;

namespace tests::support {

struct HttpReply {
  unsigned status = 0;                              // 0: the connection ended without a whole reply
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const;
  boost::json::value json() const;  // throws where it is none
};

// What a TLS client asks for. The server's certificate must be of this CA and of this name.
struct TlsWish {
  std::string ca_file;
  std::string host = "localhost";
  int min_version = 0;  // TLS1_2_VERSION and the like; 0: whatever OpenSSL has, the outdated ones too
  int max_version = 0;
  std::string suites = "ALL:@SECLEVEL=0";  // up to TLS 1.2
  std::string certificate;                 // PEM, the client's own; empty: none
  std::string key;                         // PEM
};

class HttpConnection {
 public:
  // Throws std::runtime_error where there is no connection, or no TLS as wished.
  HttpConnection(std::uint16_t port, const TlsWish& tls);
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
  // The peer said under TLS that it would close; without, nobody knows that nothing was cut off.
  bool said_goodbye() const { return said_goodbye_; }

 private:
  bool read_some(std::chrono::steady_clock::time_point until);
  int socket_ = -1;
  std::shared_ptr<ssl_st> tls_;
  bool said_goodbye_ = false;
  std::string in_;
  bool ended_ = false;
};

using Headers = std::vector<std::pair<std::string, std::string>>;
std::string encode_request(std::string_view method, std::string_view target, const Headers& headers = {},
                           std::optional<std::string_view> body = {});
// One request on a connection of its own.
HttpReply request(std::uint16_t port, std::string_view method, std::string_view target,
                  const Headers& headers = {}, std::optional<std::string_view> body = {});

}  // namespace tests::support
