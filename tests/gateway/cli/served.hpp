// A scripted Usher on loopback in a thread of its own, for a client that blocks the test's.
#pragma once

#include "gateway/cli/api_client.hpp"
#include "tests/gateway/transport/scripted_server.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace tests::cli {

using gateway_loop::ScriptedServer;
using gateway_loop::Step;
using gateway_loop::Then;

class Served {
 public:
  explicit Served(std::vector<std::vector<Step>> script)
      : server_(loop_, std::move(script)),
        port_(server_.port()),
        thread_([this] { loop_.context().run(); }) {}
  ~Served() { stop(); }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  // What came, once nothing more will.
  const std::vector<std::string>& requests() {
    stop();
    return server_.requests();
  }
  std::size_t connections() {
    stop();
    return server_.connections();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::uint16_t port() const { return port_; }

 private:
  void stop() {
    if (!thread_.joinable()) return;
    loop_.context().stop();
    thread_.join();
  }

  gateway_loop::Loop loop_;
  ScriptedServer server_;
  std::uint16_t port_;
  std::thread thread_;
};

inline gateway::cli::Patience short_patience() {
  return {std::chrono::seconds(5), std::chrono::milliseconds(200)};
}

inline gateway::cli::ApiClient client_of(const std::string& url, std::string key = {},
                                         gateway::cli::Patience patience = {}) {
  return gateway::cli::ApiClient(*gateway::cli::parse_api_address(url), nullptr,
                                 schema::SecretText(std::move(key)), patience, {});
}

// An answer of 200 in chunks; `last`: how it ends, "" cuts it.
inline std::string chunked(const std::vector<std::string>& chunks, const std::string& type,
                           const std::string& last = "0\r\n\r\n") {
  std::string out = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& chunk : chunks) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", chunk.size());
    out += size + chunk + "\r\n";
  }
  return out + last;
}

inline std::string problem(unsigned status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Whatever\r\nContent-Type: application/problem+json\r\nX-Correlation-Id: id-1\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace tests::cli
