// A plain blocking HTTP client that shows every byte, and an emulator running beside it: for the emulator's
// own tests, where a client that forgives would hide what is checked.
#pragma once

#include "tests/emulator/emulator.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace tests::emulator {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;  // 0: the connection ended before a head
  std::string head;
  std::string body;  // as framed, chunks decoded
  bool complete = false;
  bool reset = false;  // ended by RST

  // Empty where there is none; names in any case.
  std::string header(std::string_view name) const;
  // The body without a byte order mark.
  boost::json::value json() const;
};

class RawConnection {
 public:
  explicit RawConnection(const std::string& url);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(std::string_view bytes);
  Reply read_reply();
  // Everything up to the end of the connection, what was read ahead included.
  std::string read_rest();

 private:
  bool read_more();

  int socket_ = -1;
  std::string buffer_;
  bool reset_ = false;
};

std::string request_text(std::string_view method, std::string_view target, const Headers& headers,
                         std::string_view body);

class RunningEmulator {
 public:
  explicit RunningEmulator(const Options& options = {});
  ~RunningEmulator();

  const Addresses& addresses() const { return emulator_.addresses(); }
  // With good credentials, on a connection of its own.
  Reply partner(std::string_view method, std::string_view path, const Headers& more = {},
                std::string_view body = {}) const;
  Reply cockpit(std::string_view method, std::string_view path, const Headers& more = {},
                std::string_view body = {}) const;
  Reply token(std::string_view path, std::string_view form) const;
  boost::json::value control(std::string_view method, std::string_view path,
                             std::string_view body = {}) const;
  void set(std::string_view switch_name, std::string_view value) const;
  // A fault for the next request of this provider.
  void fault(std::string_view provider, std::string_view action_json) const;

 private:
  Emulator emulator_;
  std::thread thread_;
};

Reply ask(const std::string& url, std::string_view request);

}  // namespace tests::emulator
