#include "gateway/cli/wire.hpp"

#include "gateway/transport/resolver.hpp"
#include "gateway/transport/tls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <future>
#include <thread>
#include <utility>

namespace gateway::cli {
namespace asio = boost::asio;
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds tick(100);

transport::LookUp look_up_until(const std::string& host, std::uint16_t port, Clock::time_point deadline,
                                const std::function<void()>& on_wait) {
  std::packaged_task<transport::LookUp()> task([host, port] { return transport::look_up(host, port); });
  std::future<transport::LookUp> answer = task.get_future();
  // getaddrinfo cannot be ended: one that overstays is left to itself.
  std::thread(std::move(task)).detach();
  while (answer.wait_for(tick) != std::future_status::ready) {
    if (Clock::now() >= deadline) return {{}, "no answer in time"};
    on_wait();
  }
  return answer.get();
}

asio::awaitable<boost::system::error_code> connect(transport::Stream::Socket& socket,
                                                   asio::generic::stream_protocol::endpoint endpoint) {
  auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
  co_return error;
}

}  // namespace

Wire::Wire(ApiAddress address, std::shared_ptr<asio::ssl::context> tls, Patience patience,
           std::function<void()> on_wait)
    : address_(std::move(address)), tls_(std::move(tls)), patience_(patience), on_wait_(std::move(on_wait)) {
  if (!on_wait_) on_wait_ = [] {};
}

// A stream that is closed ends what waits on it, so the second loop ends at once.
template <class T>
T Wire::run(asio::awaitable<T> work, TimePoint deadline) {
  std::optional<T> result;
  std::exception_ptr thrown;
  asio::co_spawn(context_, std::move(work), [&](std::exception_ptr failure, T value) {
    thrown = failure;
    result.emplace(std::move(value));
    context_.stop();
  });
  is_overdue_ = false;
  while (!result) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (!is_overdue_ && left.count() <= 0) {
      is_overdue_ = true;
      stream_->close();
    }
    context_.restart();
    context_.run_for(is_overdue_ ? tick : std::clamp(left, std::chrono::milliseconds(1), tick));
    if (!result) on_wait_();
  }
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*result);
}

std::string Wire::open() {
  close();
  const auto deadline = Clock::now() + patience_.connect;
  if (address_.is_unix())
    return connect_to(asio::local::stream_protocol::endpoint(address_.unix_path), deadline);

  const config::Url& url = address_.url;
  const transport::LookUp found = look_up_until(url.host, url.port, deadline, on_wait_);
  if (!found.failure.empty()) return "its name cannot be resolved: " + found.failure;
  std::string failure;
  for (std::size_t i = 0; i < found.endpoints.size(); ++i) {
    // A first address that swallows everything must leave time for the second.
    const auto share = (deadline - Clock::now()) / static_cast<int>(found.endpoints.size() - i);
    failure = connect_to(found.endpoints[i], Clock::now() + share);
    if (failure.empty()) return tls_ ? shake_hands(deadline) : std::string();
  }
  return failure;
}

std::string Wire::connect_to(const Endpoint& endpoint, TimePoint deadline) {
  transport::Stream::Socket socket(context_);
  if (tls_) {
    stream_.emplace(std::move(socket), *tls_);
  } else {
    stream_.emplace(std::move(socket));
  }
  const auto error = run(connect(stream_->socket(), endpoint), deadline);
  if (!error) return {};
  close();
  return is_overdue_ ? "it did not accept a connection in time" : error.message();
}

std::string Wire::shake_hands(TimePoint deadline) {
  std::string failure;
  if (!expect_peer(*stream_, address_.url.host)) {
    failure = "Its host name cannot be verified.";
  } else {
    const auto error = run(stream_->handshake(asio::ssl::stream_base::client), deadline);
    if (!error) return {};
    failure = is_overdue_ ? "The TLS handshake took too long."
                          : describe_handshake_failure(*stream_, error, address_.url.authority());
  }
  close();
  failure.pop_back();
  return failure;
}

boost::system::error_code Wire::write(std::string_view head, std::string_view body) {
  const transport::Buffers buffers = {asio::buffer(head), asio::buffer(body), asio::const_buffer()};
  const auto written = run(stream_->write(buffers), Clock::now() + patience_.silence);
  return is_overdue_ ? asio::error::timed_out : written.error;
}

std::size_t Wire::read_into(asio::mutable_buffer into, boost::system::error_code& error) {
  const auto got = run(stream_->read_some(into), Clock::now() + patience_.silence);
  error = is_overdue_ && got.bytes == 0 ? asio::error::timed_out : got.error;
  if (got.bytes > 0) error = {};
  return got.bytes;
}

}  // namespace gateway::cli
