#include "tests/emulator/raw_client.hpp"

#include "tests/emulator/access_tokens.hpp"
#include "tests/emulator/seed.hpp"
#include "tests/emulator/text.hpp"

#include <boost/json.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace tests::emulator {

std::string Reply::header(std::string_view name) const {
  std::string_view rest = head;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name)) {
      return std::string(line.substr(line.find_first_not_of(' ', colon + 1)));
    }
  }
  return {};
}

boost::json::value Reply::json() const {
  std::string_view text = body;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return boost::json::parse(text);
}

RawConnection::RawConnection(const std::string& url) {
  const std::size_t colon = url.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("cannot connect to " + url);
  }
}

RawConnection::~RawConnection() { ::close(socket_); }

void RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawConnection::read_more() {
  char bytes[65536];
  const ssize_t got = ::recv(socket_, bytes, sizeof(bytes), 0);
  reset_ = got < 0 && errno == ECONNRESET;
  if (got <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

Reply RawConnection::read_reply() {
  Reply reply;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (read_more()) continue;
    reply.reset = reset_;
    return reply;
  }
  reply.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  reply.status = std::stoi(reply.head.substr(9, 3));
  if (reply.header("Transfer-Encoding") == "chunked") {
    for (;;) {
      std::size_t line = 0;
      while ((line = buffer_.find("\r\n")) == std::string::npos) {
        if (!read_more()) return reply;
      }
      const std::size_t size = std::stoul(buffer_.substr(0, line), nullptr, 16);
      while (buffer_.size() < line + 4 + size) {
        if (!read_more()) return reply;
      }
      reply.body += buffer_.substr(line + 2, size);
      buffer_.erase(0, line + 4 + size);
      if (size == 0) break;
    }
  } else {
    const std::string length = reply.header("Content-Length");
    const std::size_t size = length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < size) {
      if (read_more()) continue;
      reply.body = std::exchange(buffer_, {});
      reply.reset = reset_;
      return reply;
    }
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
  }
  reply.complete = true;
  return reply;
}

std::string RawConnection::read_rest() {
  while (read_more()) {
  }
  return std::exchange(buffer_, {});
}

std::string request_text(std::string_view method, std::string_view target, const Headers& headers,
                         std::string_view body) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: emulator\r\n");
  for (const auto& [name, value] : headers)
    text.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text.append("\r\n").append(body);
}

Reply ask(const std::string& url, std::string_view request) {
  RawConnection connection(url);
  connection.send(request);
  return connection.read_reply();
}

RunningEmulator::RunningEmulator(const Options& options)
    : emulator_(options), thread_([this] { emulator_.run(); }) {}

RunningEmulator::~RunningEmulator() {
  emulator_.stop();
  thread_.join();
}

Reply RunningEmulator::partner(std::string_view method, std::string_view path, const Headers& more,
                               std::string_view body) const {
  Headers headers{{"Authorization", "Bearer " + partner_bearer_token()},
                  {"Content-Type", "application/json"}};
  headers.insert(headers.end(), more.begin(), more.end());
  return ask(addresses().partner_center, request_text(method, path, headers, body));
}

Reply RunningEmulator::cockpit(std::string_view method, std::string_view path, const Headers& more,
                               std::string_view body) const {
  Headers headers{{"Authorization", "Bearer " + cockpit_bearer_token()},
                  {"X-Tenant", std::string(seed::cockpit_x_tenant)},
                  {"Content-Type", "application/json"}};
  headers.insert(headers.end(), more.begin(), more.end());
  return ask(addresses().cloud_cockpit, request_text(method, path, headers, body));
}

Reply RunningEmulator::token(std::string_view path, std::string_view form) const {
  return ask(addresses().token_service,
             request_text("POST", path, {{"Content-Type", "application/x-www-form-urlencoded"}}, form));
}

boost::json::value RunningEmulator::control(std::string_view method, std::string_view path,
                                            std::string_view body) const {
  const Reply reply = ask(addresses().control, request_text(method, path, {}, body));
  if (reply.status != 200) throw std::runtime_error(reply.body);
  return reply.json();
}

void RunningEmulator::set(std::string_view switch_name, std::string_view value) const {
  boost::json::object body;
  body[switch_name] = value;
  control("PATCH", "/switches", boost::json::serialize(body));
}

void RunningEmulator::fault(std::string_view provider, std::string_view action_json) const {
  control("POST", "/faults",
          "{\"match\":{\"provider\":\"" + std::string(provider) +
              "\"},\"action\":" + std::string(action_json) + "}");
}

}  // namespace tests::emulator
