// One connection to an upstream: connects, speaks one exchange after the other, and knows whether it may be
// used again. Times are enforced through the thread's Watch. Used by connection_pool and client only.
#pragma once

#include "adapters/async.hpp"
#include "adapters/http_message.hpp"
#include "config/server.hpp"
#include "config/url.hpp"
#include "gateway/transport/resolver.hpp"
#include "gateway/transport/stream.hpp"
#include "gateway/transport/watch.hpp"

#include <memory>
#include <string>

namespace gateway::transport {

// What it takes to reach one upstream; outlives its connections.
struct Upstream {
  config::Url url;
  std::shared_ptr<boost::asio::ssl::context> tls;  // null for http
  std::shared_ptr<Resolver> resolver;
  config::Limits limits;
  // Shorter than common servers' own, so that it is mostly we who close.
  adapters::Duration idle_limit = std::chrono::seconds(50);
};

class Connection final : private Watch::Guest {
 public:
  static adapters::Async<std::unique_ptr<Connection>> open(const Upstream& upstream, Watch& watch,
                                                           boost::asio::any_io_executor executor,
                                                           adapters::TimePoint deadline);

  // `error().sent` tells whether any byte of the request may have reached the provider.
  adapters::Async<adapters::HttpReply> exchange(const adapters::HttpRequest& request,
                                                adapters::TimePoint deadline);

  // Nothing surplus, nothing unclear, and the provider did not say it would close.
  bool is_reusable() const { return reusable_; }
  // The provider has closed or written something unasked for while it lay idle.
  bool is_stale();
  // It lay idle for longer than `idle_limit` and was closed.
  bool is_over() const { return expired(); }
  bool was_used() const { return exchanges_ > 0; }

 private:
  Connection(const Upstream& upstream, Watch& watch, Stream stream);

  void on_expired() override { stream_.close(); }
  void allow(adapters::Duration timeout, adapters::TimePoint deadline);

  const Upstream& upstream_;
  Stream stream_;
  bool reusable_ = false;
  std::size_t exchanges_ = 0;
};

}  // namespace gateway::transport
