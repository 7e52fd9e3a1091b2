// The wire: the innermost HttpClient, over one pool. A GET that met a kept-alive connection which was just
// closing goes once more on a fresh one; a POST never goes twice.
#pragma once

#include "adapters/http_client.hpp"
#include "gateway/transport/connection_pool.hpp"

#include <memory>

namespace gateway::transport {

class Client final : public adapters::HttpClient {
 public:
  explicit Client(std::shared_ptr<ConnectionPool> pool) : pool_(std::move(pool)) {}
  adapters::Async<adapters::HttpReply> send(adapters::CallContext context,
                                            adapters::HttpRequest request) override;

 private:
  std::shared_ptr<ConnectionPool> pool_;
};

}  // namespace gateway::transport
