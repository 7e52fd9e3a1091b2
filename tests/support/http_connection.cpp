#include "tests/support/http_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/json/parse.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tests::support {
namespace http = boost::beast::http;
namespace {
using Clock = std::chrono::steady_clock;

template <class Address>
int connect_to(int family, const Address& address) {
  const int descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0 ||
      ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (descriptor >= 0) close(descriptor);
    throw std::runtime_error("cannot connect");
  }
  return descriptor;
}
}  // namespace

std::string HttpReply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

boost::json::value HttpReply::json() const { return boost::json::parse(body); }

HttpConnection::HttpConnection(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socket_ = connect_to(AF_INET, address);
}

HttpConnection::HttpConnection(const std::string& unix_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  unix_path.copy(address.sun_path, sizeof address.sun_path - 1);
  socket_ = connect_to(AF_UNIX, address);
}

// Whatever the server's authorities are: OpenSSL sends what it is given.
static void present(SSL* tls, const TlsWish& wish) {
  const auto read = [](const std::string& pem) {
    return std::unique_ptr<BIO, decltype(&BIO_free)>(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  };
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(read(wish.certificate).get(), nullptr, nullptr, nullptr), X509_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(read(wish.key).get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (SSL_use_certificate(tls, certificate.get()) != 1 || SSL_use_PrivateKey(tls, key.get()) != 1)
    throw std::runtime_error("no such certificate");
}

HttpConnection::HttpConnection(std::uint16_t port, const TlsWish& wish) : HttpConnection(port) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), wish.min_version);
  SSL_CTX_set_max_proto_version(context.get(), wish.max_version);
  SSL_CTX_set_cipher_list(context.get(), wish.suites.c_str());
  SSL_CTX_load_verify_file(context.get(), wish.ca_file.c_str());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  tls_ = {SSL_new(context.get()), SSL_free};
  // A request goes out right behind the last words of the handshake, without waiting for their ACK.
  const int at_once = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  if (!wish.certificate.empty()) present(tls_.get(), wish);
  SSL_set1_host(tls_.get(), wish.host.c_str());
  SSL_set_fd(tls_.get(), socket_);
  const timeval patience{10, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (SSL_connect(tls_.get()) != 1) throw std::runtime_error("no TLS");
}

HttpConnection::~HttpConnection() {
  tls_.reset();
  close(socket_);
}

bool HttpConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                           : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool HttpConnection::read_some(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd look{socket_, POLLIN, 0};
  const bool is_here = tls_ && SSL_pending(tls_.get()) > 0;
  if (ended_ || left <= 0 || (!is_here && poll(&look, 1, static_cast<int>(left)) <= 0)) return false;
  char bytes[65536];
  const auto got = tls_ ? SSL_read(tls_.get(), bytes, sizeof bytes) : recv(socket_, bytes, sizeof bytes, 0);
  if (tls_ && got <= 0)
    said_goodbye_ = SSL_get_error(tls_.get(), static_cast<int>(got)) == SSL_ERROR_ZERO_RETURN;
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  in_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

HttpReply HttpConnection::read_reply(bool to_head, std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  http::response_parser<http::string_body> parser;
  parser.eager(true);
  parser.skip(to_head);
  parser.body_limit(boost::none);
  HttpReply reply;
  while (!parser.is_done()) {
    boost::system::error_code error;
    const std::size_t used = in_.empty() ? 0 : parser.put(boost::asio::buffer(in_), error);
    in_.erase(0, used);
    if (error && error != http::error::need_more) return reply;
    if (parser.is_done()) break;
    if (used > 0 && !in_.empty() && !error) continue;
    if (!read_some(until)) {
      if (!ended_ || !parser.is_header_done()) return reply;
      parser.put_eof(error);
      if (error) return reply;
    }
  }
  const auto& message = parser.get();
  reply.status = message.result_int();
  for (const auto& field : message) {
    std::string name(field.name_string().data(), field.name_string().size());
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    reply.headers.emplace(std::move(name), std::string(field.value().data(), field.value().size()));
  }
  reply.body = message.body();
  return reply;
}

bool HttpConnection::is_closed_within(std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  while (read_some(until)) {
  }
  return ended_ && in_.empty();
}

void HttpConnection::shut_down_write() { shutdown(socket_, SHUT_WR); }

void HttpConnection::reset() {
  const linger hard{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  // The descriptor stays ours until the end; a fresh one takes its place so that RST goes out now.
  const int replacement = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  dup2(replacement, socket_);
  close(replacement);
  ended_ = true;
}

std::string encode_request(std::string_view method, std::string_view target, const Headers& headers,
                           std::optional<std::string_view> body) {
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
  const auto has = [&headers](std::string_view name) {
    return std::ranges::any_of(headers, [name](const auto& header) { return header.first == name; });
  };
  if (!has("Host")) bytes += "Host: localhost\r\n";
  for (const auto& [name, value] : headers)
    bytes.append(name).append(": ").append(value).append("\r\n");
  if (body) {
    if (!has("Content-Type")) bytes += "Content-Type: application/json\r\n";
    bytes.append("Content-Length: ").append(std::to_string(body->size())).append("\r\n");
  }
  bytes += "\r\n";
  if (body) bytes.append(*body);
  return bytes;
}

HttpReply request(std::uint16_t port, std::string_view method, std::string_view target,
                  const Headers& headers, std::optional<std::string_view> body) {
  HttpConnection connection(port);
  connection.send(encode_request(method, target, headers, body));
  return connection.read_reply(method == "HEAD");
}

}  // namespace tests::support
