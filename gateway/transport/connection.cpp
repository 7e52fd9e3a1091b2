#include "gateway/transport/connection.hpp"

#include "gateway/transport/response_reader.hpp"
#include "gateway/transport/tls.hpp"
#include "schema/secret_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <sys/socket.h>

namespace gateway::transport {
namespace asio = boost::asio;
using adapters::ErrorKind;
using adapters::ProviderError;
namespace {

ProviderError timed_out(std::string detail) {
  ProviderError error;
  error.kind = ErrorKind::timed_out;
  error.detail = std::move(detail);
  error.retryable = true;
  return error;
}

ProviderError cancelled() {
  ProviderError error;
  error.kind = ErrorKind::cancelled;
  error.detail = "The request was given up.";
  return error;
}

ProviderError failed(std::string detail, bool retryable) {
  ProviderError error;
  error.detail = std::move(detail);
  error.retryable = retryable;
  return error;
}

// Ends a connect that overstays; the socket is not yet a Connection's.
class ConnectGuard final : public Watch::Guest {
 public:
  ConnectGuard(Watch& watch, asio::ip::tcp::socket& socket, adapters::TimePoint deadline)
      : Guest(watch), socket_(socket) {
    set_deadline(deadline);
  }

 private:
  void on_expired() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }
  asio::ip::tcp::socket& socket_;
};

std::string encode_head(const Upstream& upstream, const adapters::HttpRequest& request) {
  std::string head;
  head.reserve(1024);
  head += request.method() == adapters::Method::post ? "POST " : "GET ";
  head += request.target();
  head += " HTTP/1.1\r\nHost: ";
  head += upstream.url.authority();
  head += "\r\n";
  for (const auto& [name, value] : request.headers()) {
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
  }
  if (request.method() == adapters::Method::post) {
    head += "Content-Length: " + std::to_string(request.body().size()) + "\r\n";
  }
  head += "\r\n";
  return head;
}

}  // namespace

Connection::Connection(const Upstream& upstream, Watch& watch, Stream stream)
    : Guest(watch), upstream_(upstream), stream_(std::move(stream)) {}

void Connection::allow(adapters::Duration timeout, adapters::TimePoint deadline) {
  set_deadline(std::min(deadline, std::chrono::steady_clock::now() + timeout));
}

adapters::Async<std::unique_ptr<Connection>> Connection::open(const Upstream& upstream, Watch& watch,
                                                              asio::any_io_executor executor,
                                                              adapters::TimePoint deadline) {
  const auto connect_deadline =
      std::min(deadline, std::chrono::steady_clock::now() + upstream.limits.connect_timeout);
  const auto endpoints =
      co_await upstream.resolver->resolve(upstream.url.host, upstream.url.port, connect_deadline);
  if (!endpoints) co_return endpoints.error();

  asio::ip::tcp::socket socket(executor);
  std::string failure = "no address";
  for (const auto& endpoint : *endpoints) {
    socket = asio::ip::tcp::socket(executor);
    ConnectGuard guard(watch, socket, connect_deadline);
    auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    if (!error) {
      failure.clear();
      break;
    }
    if (guard.expired()) co_return timed_out("The provider did not accept a connection in time.");
    if (error == asio::error::operation_aborted) co_return cancelled();
    failure = error.message();
  }
  if (!failure.empty()) co_return failed("The provider cannot be reached: " + failure + ".", true);
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);

  Stream::Socket plain(std::move(socket));
  Stream stream = upstream.tls ? Stream(std::move(plain), *upstream.tls) : Stream(std::move(plain));
  std::unique_ptr<Connection> connection(new Connection(upstream, watch, std::move(stream)));
  if (!upstream.tls) co_return connection;

  if (!expect_peer(connection->stream_, upstream.url.host)) {
    co_return failed("The provider's host name cannot be verified.", false);
  }
  connection->allow(upstream.limits.tls_timeout, deadline);
  const auto error = co_await connection->stream_.handshake(asio::ssl::stream_base::client);
  if (connection->expired()) co_return timed_out("The TLS handshake with the provider took too long.");
  if (error == asio::error::operation_aborted) co_return cancelled();
  if (error) co_return failed(describe_handshake_failure(connection->stream_, error), false);
  co_return connection;
}

adapters::Async<adapters::HttpReply> Connection::exchange(const adapters::HttpRequest& request,
                                                          adapters::TimePoint deadline) {
  const bool reused = was_used();
  ++exchanges_;
  reusable_ = false;
  std::string head = encode_head(upstream_, request);
  allow(upstream_.limits.stall_timeout, deadline);
  const Buffers buffers = {asio::buffer(head), asio::buffer(request.body())};
  const Transferred written = co_await stream_.write(buffers);
  schema::wipe(head);  // the credential's

  bool any_byte = false;
  if (!written.error) {
    ReadRules rules;
    rules.body_bytes = upstream_.limits.page_bytes;
    rules.before_read = [this, deadline](bool first_byte) {
      allow(first_byte ? upstream_.limits.first_byte_timeout : upstream_.limits.stall_timeout, deadline);
    };
    auto reply = co_await read_response(stream_, rules, &any_byte);
    set_deadline(Watch::never);
    if (reply) {
      reusable_ = reply->reusable && !stream_.holds_unread();
      if (reusable_) set_deadline(std::chrono::steady_clock::now() + upstream_.idle_limit);
      co_return std::move(reply->reply);
    }
    ProviderError error = reply.error();
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (expired()) {
      error = timed_out("The provider did not answer in time.");
    } else if (cancellation.cancelled() != asio::cancellation_type::none) {
      error = cancelled();
    }
    error.sent = true;
    // Closed before one byte of an answer: the usual end of a kept-alive connection that lay idle too long.
    error.reused_connection_closed = reused && !any_byte && !expired() && error.kind == ErrorKind::failed;
    co_return error;
  }
  set_deadline(Watch::never);
  ProviderError error = expired() ? timed_out("The provider did not take the request in time.")
                                  : failed("The connection to the provider was lost.", true);
  if (written.error == asio::error::operation_aborted && !expired()) error = cancelled();
  error.sent = written.bytes > 0 || upstream_.tls;
  error.reused_connection_closed = reused && !expired() && error.kind == ErrorKind::failed;
  co_return error;
}

bool Connection::is_stale() {
  // Anything to read on an idle connection is its end, or an answer to nothing; under TLS too: the tickets
  // that a server sends after the handshake were read with the first answer.
  char byte = 0;
  const auto got = ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

}  // namespace gateway::transport
