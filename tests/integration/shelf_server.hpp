// A tiny directory of people over loopback HTTP, in a thread of the test: what the made-up third provider
// talks to. Two people a page. It keeps what it was sent.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace tests::integration {

struct ShelfRequest {
  std::string method;
  std::string target;
  std::string authorization;
  std::string body;
};

class ShelfServer {
 public:
  ShelfServer();
  ~ShelfServer();
  ShelfServer(const ShelfServer&) = delete;
  ShelfServer& operator=(const ShelfServer&) = delete;

  std::uint16_t port() const { return port_; }
  // Nobody on the shelf, nothing heard.
  void clear();
  void add(boost::json::object person);
  // From now on every request of this method gets this; nullopt: what it should.
  void answer_always(std::string method, std::optional<std::pair<unsigned, std::string>> answer);
  std::vector<ShelfRequest> heard() const;
  std::vector<ShelfRequest> heard(std::string_view method) const;

 private:
  void serve();
  void serve_one(boost::asio::ip::tcp::socket socket);
  std::pair<unsigned, std::string> answer(const ShelfRequest& request);
  std::pair<unsigned, std::string> list(std::size_t from) const;
  std::pair<unsigned, std::string> create(const std::string& body);

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  mutable std::mutex mutex_;
  std::vector<boost::json::object> people_;
  std::vector<ShelfRequest> heard_;
  std::optional<std::pair<unsigned, std::string>> always_;
  std::string always_for_;
  std::thread thread_;
};

}  // namespace tests::integration
