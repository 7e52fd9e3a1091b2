// The layers in front of one provider of one tenant, in the one order in which they work (outermost first):
//   Retry        each repeat passes every guard below again
//   BearerToken  a 401 refreshes once; the wait for a refresh is inside the attempt's deadline
//   Metered      what really goes out is counted, repeats and the second try after a 401 included
//   the wire     pooled connections, with a timeout for each phase within the call's deadline
// The token service has a short stack of its own: Metered and the wire.
#pragma once

#include "adapters/http_client.hpp"
#include "adapters/provider.hpp"
#include "config/server.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/policy/bearer_token.hpp"
#include "gateway/policy/keep_alive.hpp"
#include "gateway/policy/retry.hpp"
#include "gateway/transport/connection_pool.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace gateway::policy {

struct StackParts {
  boost::asio::any_io_executor home;
  transport::Watch* watch = nullptr;
  std::shared_ptr<transport::Resolver> resolver;
  std::shared_ptr<boost::asio::ssl::context> tls;            // for the provider; null for http
  std::shared_ptr<boost::asio::ssl::context> authority_tls;  // for the token service
  std::shared_ptr<const adapters::Clock> clock;
  config::Limits limits;
  observe::ProviderMetrics metrics;
  std::function<double()> random;
  std::string (*make_uuid)() = nullptr;
  std::shared_ptr<state::KeptToken> kept_token = nullptr;  // null: a rotated token ends with the process
  observe::Log* log = nullptr;                             // outlives the stack; null: nothing is logged
  std::string tenant = {};                                 // whose provider it is, for the log
};

class Stack {
 public:
  // `credential` is told what is learnt of it.
  Stack(StackParts parts, const adapters::ProviderSettings& settings,
        std::shared_ptr<observe::CredentialWatch> credential);
  adapters::HttpClient& outermost() { return *retry_; }
  // From now on it signs in by itself: soon for the first time, and where no request does for long.
  void keep_alive() { keep_alive_->start(); }

 private:
  std::shared_ptr<BearerToken> bearer_;
  std::shared_ptr<KeepAlive> keep_alive_;
  std::unique_ptr<Retry> retry_;
};

}  // namespace gateway::policy
