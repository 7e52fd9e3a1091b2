#include "gateway/transport/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>

namespace gateway::transport {
namespace asio = boost::asio;
namespace {
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
}

Stream::Socket& Stream::socket() {
  if (auto* plain = std::get_if<Socket>(&layer_)) return *plain;
  return tls().next_layer();
}

asio::awaitable<Transferred> Stream::read_some(asio::mutable_buffer into) {
  Transferred done;
  if (auto* plain = std::get_if<Socket>(&layer_)) {
    std::tie(done.error, done.bytes) = co_await plain->async_read_some(into, as_values);
  } else {
    std::tie(done.error, done.bytes) = co_await tls().async_read_some(into, as_values);
  }
  co_return done;
}

asio::awaitable<Transferred> Stream::write(Buffers buffers) {
  Transferred done;
  if (auto* plain = std::get_if<Socket>(&layer_)) {
    std::tie(done.error, done.bytes) = co_await asio::async_write(*plain, buffers, as_values);
  } else {
    std::tie(done.error, done.bytes) = co_await asio::async_write(tls(), buffers, as_values);
  }
  co_return done;
}

asio::awaitable<Transferred> Stream::write_some(Buffers buffers) {
  Transferred done;
  if (auto* plain = std::get_if<Socket>(&layer_)) {
    std::tie(done.error, done.bytes) = co_await plain->async_write_some(buffers, as_values);
  } else {
    std::tie(done.error, done.bytes) = co_await tls().async_write_some(buffers, as_values);
  }
  co_return done;
}

asio::awaitable<boost::system::error_code> Stream::handshake(asio::ssl::stream_base::handshake_type type) {
  auto [error] = co_await tls().async_handshake(type, as_values);
  co_return error;
}

asio::awaitable<void> Stream::say_goodbye() {
  if (!is_tls()) co_return;
  // async_shutdown would wait for the peer's close_notify, perhaps for ever: write ours and leave.
  SSL_set_shutdown(tls().native_handle(), SSL_RECEIVED_SHUTDOWN);
  [[maybe_unused]] auto [error] = co_await tls().async_shutdown(as_values);
}

bool Stream::holds_unread() {
  if (!is_tls()) return false;
  SSL* native = tls().native_handle();
  return SSL_has_pending(native) == 1 || BIO_ctrl_pending(SSL_get_rbio(native)) > 0;
}

void Stream::shut_down_write() {
  boost::system::error_code ignored;
  socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

void Stream::close() {
  boost::system::error_code ignored;
  socket().close(ignored);
}

}  // namespace gateway::transport
