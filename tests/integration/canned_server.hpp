// An HTTP server in a thread of the test that gives one raw answer after another, each on a connection of its
// own that it then closes: for what no good gateway would answer, or only now and then.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tests::integration {

class CannedServer {
 public:
  // A request past the last answer gets none.
  explicit CannedServer(std::vector<std::string> answers);
  ~CannedServer();
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;

  std::string url() const;
  // The heads that came.
  std::vector<std::string> requests() const;

 private:
  void serve();

  std::vector<std::string> answers_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

std::string canned(unsigned status, std::string_view content_type, std::string_view body);
// In one chunk; a cut one lacks the last.
std::string canned_stream(std::string_view body, bool is_cut = false);

}  // namespace tests::integration
