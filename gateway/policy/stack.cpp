#include "gateway/policy/stack.hpp"

#include "gateway/policy/metered.hpp"
#include "gateway/transport/client.hpp"

namespace gateway::policy {
namespace {

std::shared_ptr<adapters::HttpClient> make_wire(const StackParts& parts, const config::Url& url,
                                                std::shared_ptr<boost::asio::ssl::context> tls) {
  transport::Upstream upstream{url, std::move(tls), parts.resolver, parts.limits};
  auto pool = std::make_shared<transport::ConnectionPool>(std::move(upstream), *parts.watch, parts.home,
                                                          parts.metrics);
  return std::make_shared<Metered>(std::make_shared<transport::Client>(std::move(pool)), parts.metrics);
}

}  // namespace

Stack::Stack(StackParts parts, const adapters::ProviderSettings& settings,
             std::shared_ptr<observe::CredentialWatch> credential) {
  BearerToken::Wiring wiring;
  wiring.home = parts.home;
  wiring.next = make_wire(parts, settings.base_url, parts.tls);
  if (const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&settings.credential)) {
    wiring.token_service = make_wire(parts, grant->authority, parts.authority_tls);
  }
  wiring.clock = parts.clock;
  wiring.is_beyond_refresh = settings.is_beyond_refresh;
  wiring.make_uuid = parts.make_uuid;
  wiring.kept_token = parts.kept_token;
  wiring.on_refreshed = [metrics = parts.metrics](const adapters::ProviderError* failure) {
    if (failure == nullptr) return metrics.token(observe::TokenOutcome::refreshed);
    const bool for_a_person = failure->kind == adapters::ErrorKind::credentials;
    metrics.token(for_a_person ? observe::TokenOutcome::rejected : observe::TokenOutcome::failed);
  };
  wiring.credential = credential;
  bearer_ = std::make_shared<BearerToken>(std::move(wiring), settings.credential);

  KeepAlive::Times times{parts.limits.sign_in_after, parts.limits.sign_in_again};
  keep_alive_ = std::make_shared<KeepAlive>(parts.home, bearer_, std::move(credential), parts.clock,
                                            parts.random, times);

  RetryRules rules;
  rules.retries = parts.limits.retries;
  rules.budget_percent = parts.limits.retry_budget;
  rules.random = parts.random;
  rules.on_repeat = [metrics = parts.metrics] { metrics.retried(); };
  retry_ = std::make_unique<Retry>(*bearer_, *parts.clock, std::move(rules));
}

}  // namespace gateway::policy
