// Repeats a GET that failed in a way that time heals: full jitter from 100 ms to 2 s, Retry-After honoured,
// at most `retries` more, and never more than the provider's budget (a share of its requests and 5 a second),
// so that an outage is not multiplied. A POST is never repeated here. The outermost layer: each repeat passes
// every guard again.
#pragma once

#include "adapters/clock.hpp"
#include "adapters/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>

namespace gateway::policy {

// Tokens for repeats: each request earns `percent`/100 of one, and so does time, 5 a second.
class RetryBudget {
 public:
  RetryBudget(unsigned percent, adapters::TimePoint now) : percent_(percent), refilled_(now) {}
  void earn(adapters::TimePoint now);
  bool spend(adapters::TimePoint now);

 private:
  void refill(adapters::TimePoint now);

  unsigned percent_;
  double tokens_ = burst;
  adapters::TimePoint refilled_;
  static constexpr double burst = 5;  // a second's worth
};

struct RetryRules {
  unsigned retries = 2;
  unsigned budget_percent = 20;
  adapters::milliseconds least{100};
  adapters::milliseconds most{2000};
  std::function<double()> random;   // uniform in [0, 1)
  std::function<void()> on_repeat;  // for the metrics
};

class Retry final : public adapters::HttpClient {
 public:
  Retry(adapters::HttpClient& next, const adapters::Clock& clock, RetryRules rules)
      : next_(next), clock_(clock), rules_(std::move(rules)), budget_(rules_.budget_percent, clock.now()) {}
  adapters::Async<adapters::HttpReply> send(adapters::CallContext context,
                                            adapters::HttpRequest request) override;

 private:
  // How long to wait before the repeat; nullopt: there is none.
  std::optional<adapters::Duration> wait_before_repeat(const adapters::CallContext& context,
                                                       const adapters::Result<adapters::HttpReply>& reply,
                                                       unsigned repeats_done);

  adapters::HttpClient& next_;
  const adapters::Clock& clock_;
  RetryRules rules_;
  RetryBudget budget_;
};

}  // namespace gateway::policy
