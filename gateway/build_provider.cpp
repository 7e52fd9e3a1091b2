#include "gateway/build_provider.hpp"

#include "gateway/random.hpp"
#include "gateway/transport/tls.hpp"

#include <boost/asio/post.hpp>

namespace gateway {
namespace {

// It belongs to its thread to the end: whoever lets go of it last, it goes there.
std::shared_ptr<ProviderHome> at_home(std::unique_ptr<ProviderHome> made, boost::asio::any_io_executor home) {
  return {made.release(), [home = std::move(home)](ProviderHome* last) {
            boost::asio::post(home, [owned = std::unique_ptr<ProviderHome>(last)] {});
          }};
}

}  // namespace

std::shared_ptr<ProviderHome> build_provider(const TenantPlan& plan, std::size_t place,
                                             const ProviderSite& site,
                                             std::shared_ptr<state::KeptToken> kept_token,
                                             std::vector<std::string>& mistakes) {
  const auto& settings = plan.settings[place];
  const std::string& name = plan.providers[place];
  policy::StackParts parts{.home = site.thread->context.get_executor(),
                           .watch = &site.thread->watch(),
                           .resolver = site.thread->resolver,
                           .tls = nullptr,
                           .authority_tls = nullptr,
                           .clock = site.clock,
                           .limits = site.limits,
                           .metrics = site.metrics->provider(plan.name, name),
                           .random = random_fraction,
                           .make_uuid = random_uuid,
                           .kept_token = std::move(kept_token),
                           .log = site.log,
                           .tenant = plan.name};
  const auto make_tls = [&](std::shared_ptr<boost::asio::ssl::context>& tls,
                            const std::optional<config::KeyPair>& own) {
    auto context = transport::make_client_context(settings->ca_file, own);
    if (!context) mistakes.push_back(plan.name + ", " + name + ": " + context.error().detail);
    if (context) tls = *context;
  };
  if (settings->base_url.tls()) make_tls(parts.tls, settings->client_certificate);
  const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&settings->credential);
  if (grant != nullptr && grant->authority.tls()) make_tls(parts.authority_tls, std::nullopt);
  return at_home(std::make_unique<ProviderHome>(name, settings, std::move(parts)),
                 site.thread->context.get_executor());
}

const adapters::oauth2::TokenRequest* kept_grant(const adapters::ProviderSettings& settings) {
  const auto* grant = std::get_if<adapters::oauth2::TokenRequest>(&settings.credential);
  return grant != nullptr && !grant->refresh_token.empty() ? grant : nullptr;
}

}  // namespace gateway
