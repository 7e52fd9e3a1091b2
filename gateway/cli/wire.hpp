// A blocking connection to Usher, by TCP, TLS or a Unix socket, in which every wait has an end. It has the
// face that Beast's synchronous functions read from. One at a time: opening closes what was open.
#pragma once

#include "gateway/cli/api_address.hpp"
#include "gateway/transport/stream.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

struct Patience {
  std::chrono::milliseconds connect = std::chrono::seconds(5);   // until the connection stands, TLS included
  std::chrono::milliseconds silence = std::chrono::seconds(60);  // without a byte
};

class Wire {
 public:
  // `on_wait` is called now and then while a wait lasts. `tls` where the address is https.
  Wire(ApiAddress address, std::shared_ptr<boost::asio::ssl::context> tls, Patience patience,
       std::function<void()> on_wait);

  // Empty: it stands. Else why it does not.
  std::string open();
  bool is_open() const { return stream_.has_value(); }
  void close() { stream_.reset(); }

  // Fails with asio::error::timed_out where it took too long.
  boost::system::error_code write(std::string_view head, std::string_view body);

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, boost::system::error_code& error) {
    return read_into(boost::asio::mutable_buffer(*boost::asio::buffer_sequence_begin(buffers)), error);
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    boost::system::error_code error;
    const std::size_t size = read_some(buffers, error);
    if (error) throw boost::system::system_error(error);
    return size;
  }

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Endpoint = boost::asio::generic::stream_protocol::endpoint;

  template <class T>
  T run(boost::asio::awaitable<T> work, TimePoint deadline);
  std::size_t read_into(boost::asio::mutable_buffer into, boost::system::error_code& error);
  std::string connect_to(const Endpoint& endpoint, TimePoint deadline);
  std::string shake_hands(TimePoint deadline);

  ApiAddress address_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  Patience patience_;
  std::function<void()> on_wait_;
  boost::asio::io_context context_;
  std::optional<transport::Stream> stream_;
  bool is_overdue_ = false;  // the last run() was
};

}  // namespace gateway::cli
