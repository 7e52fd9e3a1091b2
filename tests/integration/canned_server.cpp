#include "tests/integration/canned_server.hpp"

#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <cstdio>
#include <sys/socket.h>
#include <utility>

namespace tests::integration {
namespace asio = boost::asio;
using asio::ip::tcp;

CannedServer::CannedServer(std::vector<std::string> answers)
    : answers_(std::move(answers)),
      acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      thread_([this] { serve(); }) {}

CannedServer::~CannedServer() {
  // Wakes the accept that waits.
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  thread_.join();
}

std::string CannedServer::url() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
}

std::vector<std::string> CannedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void CannedServer::serve() {
  for (std::size_t number = 0;; ++number) {
    boost::system::error_code failed;
    tcp::socket socket(context_);
    acceptor_.accept(socket, failed);
    if (failed) return;
    std::string request;
    asio::read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n", failed);
    if (failed) continue;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    if (number < answers_.size()) asio::write(socket, asio::buffer(answers_[number]), failed);
    socket.shutdown(tcp::socket::shutdown_both, failed);
  }
}

std::string canned(unsigned status, std::string_view content_type, std::string_view body) {
  std::string answer =
      "HTTP/1.1 " + std::to_string(status) + " Canned\r\nConnection: close\r\nContent-Type: ";
  answer.append(content_type).append("\r\nContent-Length: ").append(std::to_string(body.size()));
  return answer.append("\r\n\r\n").append(body);
}

std::string canned_stream(std::string_view body, bool is_cut) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  std::string answer =
      "HTTP/1.1 200 Canned\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
  answer.append(size).append(body).append("\r\n");
  return is_cut ? answer : answer + "0\r\n\r\n";
}

}  // namespace tests::integration
