// Counts and times every exchange with a provider, repeats included. The innermost layer but the wire.
#pragma once

#include "adapters/http_client.hpp"
#include "gateway/observe/metrics.hpp"

#include <memory>

namespace gateway::policy {

class Metered final : public adapters::HttpClient {
 public:
  Metered(std::shared_ptr<adapters::HttpClient> next, observe::ProviderMetrics metrics)
      : next_(std::move(next)), metrics_(metrics) {}
  adapters::Async<adapters::HttpReply> send(adapters::CallContext context,
                                            adapters::HttpRequest request) override;

 private:
  std::shared_ptr<adapters::HttpClient> next_;
  observe::ProviderMetrics metrics_;
};

}  // namespace gateway::policy
