// A provider on loopback that follows a script: for each connection what it answers to its requests, in
// order, as raw bytes. Keeps the requests as they came. A request past the script is kept and never answered.
#pragma once

#include "adapters/call_context.hpp"
#include "adapters/http_message.hpp"
#include "gateway/transport/connection_pool.hpp"
#include "tests/gateway/transport/loop.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace tests::gateway_loop {

enum class Then { keep, close };

struct Step {
  std::string bytes;
  Then then = Then::keep;
};

class ScriptedServer {
 public:
  ScriptedServer(Loop& loop, std::vector<std::vector<Step>> script)
      : state_(std::make_shared<State>(loop.context(), std::move(script))) {
    boost::asio::co_spawn(loop.context(), accept(state_), boost::asio::detached);
  }

  std::uint16_t port() const { return state_->acceptor.local_endpoint().port(); }
  const std::vector<std::string>& requests() const { return state_->requests; }
  std::size_t connections() const { return state_->connections; }
  // Of those that the other side has closed.
  std::size_t closed() const { return state_->closed; }

 private:
  using Tcp = boost::asio::ip::tcp;
  struct State {
    State(boost::asio::io_context& context, std::vector<std::vector<Step>> steps)
        : acceptor(context, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
          script(std::move(steps)) {}
    Tcp::acceptor acceptor;
    std::vector<std::vector<Step>> script;
    std::vector<std::string> requests;
    std::size_t connections = 0;
    std::size_t closed = 0;
  };

  static boost::asio::awaitable<void> accept(std::shared_ptr<State> state) {
    for (;;) {
      auto socket = co_await state->acceptor.async_accept(boost::asio::use_awaitable);
      const std::size_t number = state->connections++;
      std::vector<Step> steps;
      if (number < state->script.size()) steps = state->script[number];
      auto executor = co_await boost::asio::this_coro::executor;
      boost::asio::co_spawn(executor, talk(state, std::move(socket), std::move(steps)),
                            boost::asio::detached);
    }
  }

  static boost::asio::awaitable<void> talk(std::shared_ptr<State> state, Tcp::socket socket,
                                           std::vector<Step> steps) {
    for (std::size_t i = 0;; ++i) {
      const std::string request = co_await read_request(socket);
      if (request.empty()) {
        ++state->closed;
        co_return;
      }
      state->requests.push_back(request);
      if (i >= steps.size()) continue;
      // Written and closed in one go, so that all of it is there before the client looks.
      boost::system::error_code ignored;
      boost::asio::write(socket, boost::asio::buffer(steps[i].bytes), ignored);
      if (steps[i].then == Then::close) co_return;
    }
  }

  static std::size_t length_of(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }

  // Empty: the client has closed.
  static boost::asio::awaitable<std::string> read_request(Tcp::socket& socket) {
    std::string request;
    for (;;) {
      const std::size_t end = request.find("\r\n\r\n");
      if (end != std::string::npos && request.size() >= end + 4 + length_of(request.substr(0, end)))
        co_return request;
      std::string piece(4096, '\0');
      auto [error, got] = co_await socket.async_read_some(boost::asio::buffer(piece),
                                                          boost::asio::as_tuple(boost::asio::use_awaitable));
      if (error) co_return std::string();
      request.append(piece, 0, got);
    }
  }

  std::shared_ptr<State> state_;
};

inline std::string ok(std::string_view body, std::string_view more = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) +
         "\r\n" + std::string(body);
}

// An upstream on loopback with limits that end soon.
inline gateway::transport::Upstream upstream_at(Loop& loop, std::uint16_t port,
                                                std::string host = "127.0.0.1") {
  gateway::transport::Upstream upstream;
  upstream.url.scheme = "http";
  upstream.url.host = std::move(host);
  upstream.url.port = port;
  upstream.resolver = loop.resolver();
  upstream.limits.first_byte_timeout = std::chrono::milliseconds(100);
  upstream.limits.stall_timeout = std::chrono::milliseconds(100);
  return upstream;
}

inline adapters::CallContext call_within(std::chrono::milliseconds time) {
  adapters::CallContext context;
  context.deadline = in(time);
  return context;
}

inline adapters::HttpRequest get(std::string target = "/users") {
  return adapters::HttpRequest(adapters::Method::get, std::move(target));
}

inline adapters::HttpRequest post(std::string body = "{}") {
  adapters::HttpRequest request(adapters::Method::post, "/users");
  request.set_body("application/json", std::move(body));
  return request;
}

}  // namespace tests::gateway_loop
