#include "gateway/trust_issuers.hpp"

#include "gateway/callers/fetched_keys.hpp"
#include "gateway/random.hpp"
#include "gateway/transport/client.hpp"
#include "gateway/transport/steady_clock.hpp"
#include "gateway/transport/tls.hpp"

namespace gateway {
namespace {

// The issuer's name comes first: it is what metrics show.
std::string name_of(const config::Issuer& issuer) {
  return issuer.name + '\n' + issuer.jwks_url->to_string() + '\n' + issuer.ca_pem;
}

std::shared_ptr<callers::KeySource> fetch_keys(const config::Issuer& issuer, const config::Limits& limits,
                                               server::IoThread& thread, const RuntimeParts& parts,
                                               std::shared_ptr<boost::asio::ssl::context> tls) {
  transport::Upstream upstream{*issuer.jwks_url, std::move(tls), thread.resolver, limits};
  upstream.limits.page_bytes = callers::most_jwks_bytes;
  const auto home = thread.context.get_executor();
  callers::FetchedKeys::Wiring wiring;
  wiring.home = home;
  wiring.make_client = [upstream, home, &thread] {
    auto pool = std::make_shared<transport::ConnectionPool>(upstream, thread.watch(), home);
    return std::make_shared<transport::Client>(std::move(pool));
  };
  wiring.target = issuer.jwks_url->path_prefix.empty() ? "/" : issuer.jwks_url->path_prefix;
  if (!issuer.jwks_url->query.empty()) wiring.target += '?' + issuer.jwks_url->query;
  wiring.clock = std::make_shared<transport::SteadyClock>();
  wiring.make_uuid = random_uuid;
  wiring.known = parts.known_keys;
  wiring.name = name_of(issuer);
  wiring.on_failure = [log = parts.log, name = issuer.name](const std::string& detail) {
    log->warning("issuer_keys_unreadable", {{"issuer", name}, {"detail", detail}});
  };
  return std::make_shared<callers::FetchedKeys>(std::move(wiring));
}

}  // namespace

std::vector<callers::TrustedIssuer> trust_issuers(const config::Config& config, const RuntimeParts& parts,
                                                  std::vector<std::string>& mistakes) {
  std::vector<callers::TrustedIssuer> trusted;
  std::size_t next_thread = 0;
  for (const config::Issuer& issuer : config.issuers) {
    callers::TrustedIssuer one{issuer, nullptr};
    if (issuer.jwks_url) {
      std::shared_ptr<boost::asio::ssl::context> tls;
      if (issuer.jwks_url->tls()) {
        auto made = transport::make_client_context(issuer.ca_file);
        if (made) tls = *made;
        if (!made) mistakes.push_back("issuer " + issuer.name + ": " + made.error().detail);
        if (!made) continue;
      }
      one.keys = fetch_keys(issuer, config.limits, (*parts.threads)[next_thread++], parts, std::move(tls));
    } else {
      auto read = callers::read_jwks(issuer.jwks);
      // (A good configuration has been through this.)
      if (!read) mistakes.push_back("issuer " + issuer.name + ": its key set " + read.error().detail);
      if (!read) continue;
      one.keys = std::make_shared<callers::FixedKeys>(std::move(*read));
    }
    trusted.push_back(std::move(one));
  }
  return trusted;
}

std::set<std::string> names_of_issuers(const config::Config& config) {
  std::set<std::string> names;
  for (const config::Issuer& issuer : config.issuers) {
    if (issuer.jwks_url) names.insert(name_of(issuer));
  }
  return names;
}

}  // namespace gateway
