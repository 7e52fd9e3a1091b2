// From the checked configuration of one provider of one tenant to the home that serves it: `usher serve` and
// `usher check --providers` build it alike.
#pragma once

#include "gateway/blueprint.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/provider_home.hpp"
#include "gateway/server/io_threads.hpp"
#include "gateway/state/kept_token.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gateway {

struct ProviderSite {
  server::IoThread* thread = nullptr;  // becomes its home
  std::shared_ptr<const adapters::Clock> clock;
  config::Limits limits;
  observe::Metrics* metrics = nullptr;
  observe::Log* log = nullptr;  // null: nothing is logged
};

// `place`: the provider's in the plan. `kept_token` may be null. What is wrong (with its certificates, say)
// is added to `mistakes`; the home may not be used then.
std::shared_ptr<ProviderHome> build_provider(const TenantPlan& plan, std::size_t place,
                                             const ProviderSite& site,
                                             std::shared_ptr<state::KeptToken> kept_token,
                                             std::vector<std::string>& mistakes);

// The grant that has a refresh token to keep; null: there is none.
const adapters::oauth2::TokenRequest* kept_grant(const adapters::ProviderSettings& settings);

}  // namespace gateway
