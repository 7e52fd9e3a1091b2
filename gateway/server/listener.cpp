#include "gateway/server/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gateway::server {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds pause{20};
// So that probes and metrics get in when callers have taken every connection.
constexpr std::size_t kept_for_admin = 64;

// A socket file that nobody listens on any more is left over from a process that was killed.
void remove_stale_socket(const std::string& path) {
  struct stat what {};
  if (::stat(path.c_str(), &what) != 0 || !S_ISSOCK(what.st_mode)) return;
  asio::io_context context;
  asio::local::stream_protocol::socket probe(context);
  boost::system::error_code refused;
  probe.connect(asio::local::stream_protocol::endpoint(path), refused);
  if (refused) ::unlink(path.c_str());
}

}  // namespace

boost::system::result<std::shared_ptr<Listener>, std::string> Listener::open(ListenerParts parts) {
  std::shared_ptr<Listener> listener(new Listener(std::move(parts)));
  std::string mistake = listener->bind();
  if (!mistake.empty()) return mistake;
  return listener;
}

std::string Listener::bind() {
  auto& context = (*parts_.threads)[0].context;
  boost::system::error_code error;
  if (parts_.passed_socket >= 0) {
    adopt(error);
  } else if (parts_.address.is_unix()) {
    remove_stale_socket(parts_.address.unix_path);
    auto& acceptor = acceptor_.emplace<Unix>(context);
    acceptor.open(asio::local::stream_protocol(), error);
    if (!error) acceptor.bind(asio::local::stream_protocol::endpoint(parts_.address.unix_path), error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    bound_ = parts_.address.to_string();
  } else {
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(parts_.address.host, error),
                                           parts_.address.port);
    auto& acceptor = acceptor_.emplace<Tcp>(context);
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) {
      config::ListenAddress real = parts_.address;
      real.port = acceptor.local_endpoint(error).port();
      bound_ = real.to_string();
    }
  }
  if (error) return "cannot listen on " + parts_.address.to_string() + ": " + error.message();
  return {};
}

void Listener::adopt(boost::system::error_code& error) {
  auto& context = (*parts_.threads)[0].context;
  bound_ = parts_.address.to_string();
  if (parts_.address.is_unix()) {
    acceptor_.emplace<Unix>(context).assign(asio::local::stream_protocol(), parts_.passed_socket, error);
    return;
  }
  const auto protocol = parts_.address.is_ipv6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
  acceptor_.emplace<Tcp>(context).assign(protocol, parts_.passed_socket, error);
}

void Listener::start() {
  asio::co_spawn((*parts_.threads)[0].context, accept(shared_from_this()), asio::detached);
}

void Listener::stop() {
  stopped_ = true;
  boost::system::error_code ignored;
  if (auto* tcp = std::get_if<Tcp>(&acceptor_)) {
    empty_queue(*tcp);
    tcp->close(ignored);
  }
  if (auto* local = std::get_if<Unix>(&acceptor_); local != nullptr && local->is_open()) {
    empty_queue(*local);
    local->close(ignored);
    // A socket that was passed is still somebody's.
    if (parts_.passed_socket < 0) ::unlink(parts_.address.unix_path.c_str());
  }
}

template <class Acceptor>
void Listener::empty_queue(Acceptor& acceptor) {
  boost::system::error_code error;
  acceptor.non_blocking(true, error);
  while (!error && !is_full()) {
    IoThread& thread = (*parts_.threads)[next_thread_++];
    auto peer = acceptor.accept(thread.context, error);
    if (!error) welcome(transport::Stream::Socket(std::move(peer)), thread);
  }
}

bool Listener::is_full() const {
  const std::size_t more = parts_.is_admin ? kept_for_admin : 0;
  const auto limits = parts_.pipeline->runtime()->limits;
  return parts_.census->connections >= limits.connections + more ||
         (parts_.tls && parts_.census->handshakes >= limits.tls_handshakes);
}

asio::awaitable<void> Listener::accept(std::shared_ptr<Listener> self) {
  constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
  asio::steady_timer timer((*self->parts_.threads)[0].context);
  bool told = false;
  while (!self->stopped_) {
    if (self->is_full()) {
      timer.expires_after(pause);
      co_await timer.async_wait(as_values);
      continue;
    }
    IoThread& thread = (*self->parts_.threads)[self->next_thread_++];
    boost::system::error_code error;
    transport::Stream::Socket socket(thread.context);
    if (auto* tcp = std::get_if<Tcp>(&self->acceptor_)) {
      auto [failure, peer] = co_await tcp->async_accept(thread.context, as_values);
      error = failure;
      if (!error) {
        boost::system::error_code ignored;
        peer.set_option(asio::ip::tcp::no_delay(true), ignored);
        socket = transport::Stream::Socket(std::move(peer));
      }
    } else {
      auto [failure, peer] = co_await std::get<Unix>(self->acceptor_).async_accept(thread.context, as_values);
      error = failure;
      if (!error) socket = transport::Stream::Socket(std::move(peer));
    }
    if (!error) {
      told = false;
      self->welcome(std::move(socket), thread);
    } else if (!self->stopped_) {
      // Out of descriptors or memory, or a connection that was reset before it was taken: wait and go on.
      if (!told)
        self->parts_.log->warning("accept_failed", {{"address", self->bound_}, {"error", error.message()}});
      told = true;
      timer.expires_after(pause);
      co_await timer.async_wait(as_values);
    }
  }
}

void Listener::welcome(transport::Stream::Socket socket, IoThread& thread) {
  // On the thread that the connection belongs to: its Watch is not for others.
  auto stream = parts_.tls ? std::make_shared<transport::Stream>(std::move(socket), *parts_.tls)
                           : std::make_shared<transport::Stream>(std::move(socket));
  Place taken{Counted(parts_.census->connections), std::nullopt};
  if (parts_.tls) taken.handshake.emplace(parts_.census->handshakes);
  Doorway doorway{parts_.name, parts_.tls};
  asio::dispatch(thread.context, [self = shared_from_this(), stream, &thread, doorway = std::move(doorway),
                                  place = std::move(taken)]() mutable {
    Session::start(std::make_shared<Session>(std::move(*stream), thread.watch(), self->parts_.pipeline,
                                             std::move(doorway), *self->parts_.census, std::move(place)));
  });
}

}  // namespace gateway::server
