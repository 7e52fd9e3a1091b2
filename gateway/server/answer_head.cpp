#include "gateway/server/answer_head.hpp"

#include <boost/beast/http/status.hpp>

#include <ctime>

namespace gateway::server {
namespace {

// RFC 9110, 6.6.1; made once a second.
const std::string& date_now() {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    char buffer[40];
    text.assign(buffer, std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    made = now;
  }
  return text;
}

}  // namespace

std::string encode_answer_head(const Answer& answer, BodyFrame frame, bool keep_alive) {
  namespace http = boost::beast::http;
  const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
  std::string head;
  head.reserve(512);
  head += "HTTP/1.1 ";
  head += std::to_string(answer.status);
  head += ' ';
  head.append(reason.data(), reason.size());
  head += "\r\nDate: ";
  head += date_now();
  for (const auto& [name, value] : answer.headers) {
    // A value that would begin a line of its own is left out: no step makes one, and none may.
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) continue;
    head += "\r\n";
    head += name;
    head += ": ";
    head += value;
  }
  if (!answer.content_type.empty()) {
    head += "\r\nContent-Type: ";
    head += answer.content_type;
  }
  if (frame.length == BodyLength::chunked) {
    head += "\r\nTransfer-Encoding: chunked";
  } else if (frame.length == BodyLength::known && answer.status != 204 && answer.status != 304) {
    // A 204 has no content and must not say so by a length; a 304's would be the other answer's (RFC
    // 9110, 8.6).
    head += "\r\nContent-Length: ";
    head += std::to_string(frame.bytes);
  }
  if (!keep_alive) head += "\r\nConnection: close";
  head += "\r\n\r\n";
  return head;
}

}  // namespace gateway::server
