// Accepts connections at one address and deals them out to the I/O threads in turn. It pauses at the limits
// and when the process is out of descriptors, and always comes back.
#pragma once

#include "config/listen_address.hpp"
#include "config/server.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/server/io_threads.hpp"
#include "gateway/server/session.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <variant>

namespace gateway::server {

struct ListenerParts {
  std::string name;  // its place in the file: "listen.0", "admin"
  config::ListenAddress address;
  std::shared_ptr<boost::asio::ssl::context> tls;  // null: in clear
  bool is_admin = false;
  int passed_socket = -1;  // listens already; none: it is opened
  std::shared_ptr<const Pipeline> pipeline;
  IoThreads* threads = nullptr;
  Census* census = nullptr;
  observe::Log* log = nullptr;
};

class Listener : public std::enable_shared_from_this<Listener> {
 public:
  // Binds and listens; the error says what the system said.
  static boost::system::result<std::shared_ptr<Listener>, std::string> open(ListenerParts parts);

  void start();
  // Callers who have connected by now are still taken in.
  void stop();
  // For the connections from now on; on its own thread.
  void set_tls(std::shared_ptr<boost::asio::ssl::context> tls) { parts_.tls = std::move(tls); }
  const std::string& name() const { return parts_.name; }
  // Where it really listens: a port 0 has become one.
  const std::string& bound() const { return bound_; }

 private:
  using Tcp = boost::asio::ip::tcp::acceptor;
  using Unix = boost::asio::local::stream_protocol::acceptor;

  explicit Listener(ListenerParts parts) : parts_(std::move(parts)) {}
  std::string bind();
  void adopt(boost::system::error_code& error);
  static boost::asio::awaitable<void> accept(std::shared_ptr<Listener> self);
  bool is_full() const;
  // Those who wait to be accepted; closing would reset them.
  template <class Acceptor>
  void empty_queue(Acceptor& acceptor);
  void welcome(transport::Stream::Socket socket, IoThread& thread);

  ListenerParts parts_;
  std::variant<std::monostate, Tcp, Unix> acceptor_;
  std::string bound_;
  std::size_t next_thread_ = 0;
  bool stopped_ = false;
};

}  // namespace gateway::server
