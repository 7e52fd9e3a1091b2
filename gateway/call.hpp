// A request as the pipeline sees it, and its answer; what the session reads and writes for them.
#pragma once

#include "adapters/clock.hpp"
#include "gateway/server/request_head.hpp"
#include "gateway/steps/host_rule.hpp"
#include "gateway/steps/route.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway {

// What is known of the listener that a request came in by.
struct Entrance {
  steps::Door door = steps::Door::portal;
  steps::HostRule host_rule;
  bool asks_for_client = false;
  bool asks_for_certificate = false;  // whoever has none that is good may nothing, whatever else they have
  std::shared_ptr<boost::asio::ssl::context> tls = nullptr;  // null: in clear
};

// Takes a streamed body piece by piece, each time as fast as the caller takes it.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // False: the caller has gone or takes no more; there is nobody to write for.
  virtual boost::asio::awaitable<bool> write(std::string_view bytes) = 0;
};

// Writes a whole body; false: it broke off, and the caller must be able to tell.
using BodyStream = std::function<boost::asio::awaitable<bool>(BodySink&)>;

struct Answer {
  unsigned status = 200;
  std::string content_type;  // empty: no body
  std::vector<std::pair<std::string, std::string>> headers;
  std::string etag;  // a whole entity tag; empty: none
  // The body: what is the same for several callers, then what is this one's own.
  std::shared_ptr<const std::string> shared_body;
  std::string body;
  BodyStream stream;  // instead of both, where there is one

  std::string_view shared_part() const { return shared_body ? std::string_view(*shared_body) : ""; }
  std::size_t payload_size() const { return shared_part().size() + body.size(); }
};

}  // namespace gateway
