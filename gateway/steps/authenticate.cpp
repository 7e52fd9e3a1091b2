#include "gateway/steps/authenticate.hpp"

#include "schema/ascii.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <utility>

namespace gateway::steps {

namespace {

using schema::Problem;
using schema::ProblemCode;

// RFC 6750, 2.1: the scheme in any case, spaces, the key. Empty: there is none.
std::string_view bearer_key(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer";
  if (authorization.size() <= scheme.size() || authorization[scheme.size()] != ' ') return {};
  for (std::size_t at = 0; at < scheme.size(); ++at) {
    if (schema::ascii_lower(authorization[at]) != scheme[at]) return {};
  }
  authorization.remove_prefix(scheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));
  return authorization;
}

NotAuthenticated undecidable() {
  constexpr std::uint32_t patience = 5;
  Problem problem(ProblemCode::overloaded, "The keys of this token's issuer could not be read yet.");
  problem.retry_after_seconds = patience;
  return {std::move(problem)};
}

}  // namespace

Problem unauthenticated() {
  return Problem(
      ProblemCode::unauthenticated,
      "This request needs a key or a token of a client in the header Authorization: Bearer, or the "
      "certificate of one.");
}

bool Caller::may_see(std::string_view tenant) const {
  const auto has = [tenant](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), tenant) != names.end();
  };
  if (narrowed && narrowed->tenants && !has(*narrowed->tenants)) return false;
  return rights == nullptr || has(rights->tenants);
}

bool Caller::may(config::Permission permission) const {
  if (narrowed && narrowed->allow && !narrowed->allow->has(permission)) return false;
  return rights == nullptr || rights->allow.has(permission);
}

Clients::Clients(std::vector<config::Client> clients, std::vector<callers::TrustedIssuer> issuers,
                 callers::RateBuckets* buckets)
    : clients_(std::move(clients)), tokens_(std::move(issuers), clients_), rates_(clients_.size()) {
  for (std::size_t at = 0; at < clients_.size(); ++at) {
    const config::Client& client = clients_[at];
    for (const config::Sha256& digest : client.api_key_sha256)
      keys_.push_back({digest, at});
    for (const std::string& name : client.subject_names)
      by_subject_name_.emplace(name, at);
    if (client.rate && buckets != nullptr)
      rates_[at] = buckets->bucket(client.name, *client.rate, std::chrono::steady_clock::now());
  }
}

Caller Clients::caller(std::size_t client) const {
  return Caller{clients_[client].name, &clients_[client], nullptr, rates_[client].get()};
}

boost::system::result<Caller, NotAuthenticated> Clients::authenticate(const Credentials& credentials) const {
  if (clients_.empty()) return Caller{};
  if (!credentials.authorization && credentials.peer != nullptr)
    return by_certificate(*credentials.peer, credentials.now);
  const auto key = bearer_key(credentials.authorization.value_or(std::string_view{}));
  const config::Sha256 digest = sha256(key);
  std::optional<std::size_t> found;
  for (const Key& known : keys_) {
    if (CRYPTO_memcmp(known.digest.data(), digest.data(), digest.size()) == 0) found = known.client;
  }
  // The hash of nothing must not be a key, whatever the file says.
  if (key.empty()) return NotAuthenticated{unauthenticated()};
  if (found) return caller(*found);
  return by_token(key, credentials.now);
}

boost::system::result<Caller, NotAuthenticated> Clients::by_token(
    std::string_view token, std::chrono::system_clock::time_point now) const {
  using Kind = callers::TokenVerdict::Kind;
  auto verdict = tokens_.judge(token, now);
  switch (verdict.kind) {
    case Kind::accepted: {
      Caller known = caller(verdict.client);
      known.narrowed = std::move(verdict.narrowing);
      return known;
    }
    case Kind::keys_unknown:
      return undecidable();
    case Kind::keys_wanted: {
      NotAuthenticated so_far = verdict.source->keys() ? NotAuthenticated{unauthenticated()} : undecidable();
      so_far.keys_wanted = std::move(verdict.source);
      return so_far;
    }
    case Kind::refused:
      break;
  }
  return NotAuthenticated{unauthenticated()};
}

boost::system::result<Caller, NotAuthenticated> Clients::by_certificate(
    const callers::Peer& peer, std::chrono::system_clock::time_point now) const {
  if (!peer.is_good_at(now)) return NotAuthenticated{unauthenticated()};
  std::optional<std::size_t> found;
  for (const std::string& name : peer.names) {
    const auto known = by_subject_name_.find(name);
    if (known == by_subject_name_.end()) continue;
    // Of two clients it may be neither.
    if (found && *found != known->second) return NotAuthenticated{unauthenticated()};
    found = known->second;
  }
  if (!found) return NotAuthenticated{unauthenticated()};
  return caller(*found);
}

std::vector<std::pair<std::string, std::string>> rate_fields(const callers::RateBucket& bucket,
                                                             const callers::RateBucket::Taken& taken) {
  return {{"RateLimit", callers::encode_rate_limit(taken)}, {"RateLimit-Policy", bucket.policy()}};
}

Problem rate_limited(const callers::RateBucket::Taken& taken) {
  Problem problem(ProblemCode::rate_limited, "This client has used up its requests for now.");
  problem.retry_after_seconds = std::max(taken.next_after, 1u);
  return problem;
}

config::Sha256 sha256(std::string_view bytes) {
  config::Sha256 digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return digest;
}

}  // namespace gateway::steps
