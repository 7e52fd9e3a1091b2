// A byte stream of either side of the gateway: TCP or Unix socket, in clear or under TLS, behind one face, so
// that session and client are written once. Errors are values; a closed stream fails every operation.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <memory>
#include <utility>
#include <variant>

namespace gateway::transport {

struct Transferred {
  boost::system::error_code error;
  std::size_t bytes = 0;
};

// A head, and a body in up to two pieces.
using Buffers = std::array<boost::asio::const_buffer, 3>;

class Stream {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;
  using Tls = boost::asio::ssl::stream<Socket>;

  explicit Stream(Socket socket) : layer_(std::in_place_type<Socket>, std::move(socket)) {}
  Stream(Socket socket, boost::asio::ssl::context& context)
      : layer_(std::in_place_type<std::unique_ptr<Tls>>, std::make_unique<Tls>(std::move(socket), context)) {}

  bool is_tls() const { return layer_.index() == 1; }
  Tls& tls() { return *std::get<1>(layer_); }
  Socket& socket();

  boost::asio::awaitable<Transferred> read_some(boost::asio::mutable_buffer into);
  // All of the buffers, in one writev where the kernel takes it.
  boost::asio::awaitable<Transferred> write(Buffers buffers);
  // Some of the first buffers' bytes.
  boost::asio::awaitable<Transferred> write_some(Buffers buffers);
  boost::asio::awaitable<boost::system::error_code> handshake(
      boost::asio::ssl::stream_base::handshake_type type);
  // Tells a TLS peer that this is the end; waits for no answer.
  boost::asio::awaitable<void> say_goodbye();
  // Bytes that have come and that nobody read, kept by the TLS layer (those of a plain socket stay in it).
  bool holds_unread();
  void shut_down_write();
  void close();

 private:
  std::variant<Socket, std::unique_ptr<Tls>> layer_;
};

}  // namespace gateway::transport
