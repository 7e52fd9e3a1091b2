#include "gateway/steps/authenticate.hpp"

#include "schema/code_point.hpp"

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

Problem unauthenticated() {
  return {ProblemCode::unauthenticated,
          "This request needs the header Authorization: Bearer, with a key of a client."};
}

}  // namespace

bool Caller::may_see(std::string_view tenant) const {
  return rights == nullptr ||
         std::find(rights->tenants.begin(), rights->tenants.end(), tenant) != rights->tenants.end();
}

bool Caller::may(config::Permission permission) const {
  return rights == nullptr || rights->allow.has(permission);
}

Clients::Clients(std::vector<config::Client> clients) : clients_(std::move(clients)) {
  for (std::size_t at = 0; at < clients_.size(); ++at) {
    for (const config::Sha256& digest : clients_[at].api_key_sha256)
      keys_.push_back({digest, at});
  }
}

boost::system::result<Caller, Problem> Clients::authenticate(
    std::optional<std::string_view> authorization) const {
  if (clients_.empty()) return Caller{};
  const auto key = bearer_key(authorization.value_or(std::string_view{}));
  const config::Sha256 digest = sha256(key);
  const config::Client* found = nullptr;
  for (const Key& known : keys_) {
    if (CRYPTO_memcmp(known.digest.data(), digest.data(), digest.size()) == 0)
      found = &clients_[known.client];
  }
  // The hash of nothing must not be a key, whatever the file says.
  if (found == nullptr || key.empty()) return unauthenticated();
  return Caller{found->name, found};
}

config::Sha256 sha256(std::string_view bytes) {
  config::Sha256 digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return digest;
}

}  // namespace gateway::steps
