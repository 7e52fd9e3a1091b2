// Who calls: the bearer key or token of a request, or the certificate of its connection, against the
// configured clients. What they may do with a route is asked of the Caller later, in the order 401, 404
// tenant_not_found, 403.
#pragma once

#include "config/server.hpp"
#include "gateway/callers/peer.hpp"
#include "gateway/callers/rate_buckets.hpp"
#include "gateway/callers/tokens.hpp"
#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

// Borrows from the Clients that made it.
struct Caller {
  std::string client = "anonymous";

  bool may_see(std::string_view tenant) const;
  bool may(config::Permission permission) const;

  const config::Client* rights = nullptr;  // null: anonymous, who may everything
  // What a token leaves of the rights; null: all.
  std::shared_ptr<const callers::Narrowing> narrowed = nullptr;
  callers::RateBucket* rate = nullptr;  // null: as often as they like
};

// What a request brings to be known by.
struct Credentials {
  std::optional<std::string_view> authorization;  // the value of the header
  const callers::Peer* peer = nullptr;            // null: nobody asked for a certificate
  std::chrono::system_clock::time_point now = std::chrono::system_clock::now();
};

struct NotAuthenticated {
  schema::Problem problem;
  // Newer keys of its issuer may show that the token is good; null: this is the end of it.
  std::shared_ptr<callers::KeySource> keys_wanted = nullptr;
};

// Whatever is wrong with what was brought.
schema::Problem unauthenticated();

class Clients {
 public:
  Clients() = default;
  // `issuers`: who may vouch for clients. `buckets` outlives this.
  explicit Clients(std::vector<config::Client> clients, std::vector<callers::TrustedIssuer> issuers = {},
                   callers::RateBuckets* buckets = nullptr);
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  // They are asked from now on.
  void begin() const { tokens_.begin(); }
  // True when no clients are configured: everybody is anonymous.
  bool empty() const { return clients_.empty(); }
  // Every failure is the same `unauthenticated` problem (but where nobody can know), and every key is
  // compared, whichever matches. An Authorization header decides alone, right or wrong; the certificate is
  // asked where there is none.
  boost::system::result<Caller, NotAuthenticated> authenticate(const Credentials& credentials) const;

 private:
  struct Key {
    config::Sha256 digest;
    std::size_t client;
  };
  Caller caller(std::size_t client) const;
  boost::system::result<Caller, NotAuthenticated> by_token(std::string_view token,
                                                           std::chrono::system_clock::time_point now) const;
  boost::system::result<Caller, NotAuthenticated> by_certificate(
      const callers::Peer& peer, std::chrono::system_clock::time_point now) const;

  std::vector<config::Client> clients_;
  std::vector<Key> keys_;
  std::map<std::string, std::size_t, std::less<>> by_subject_name_;
  callers::Tokens tokens_;
  std::vector<std::shared_ptr<callers::RateBucket>> rates_;  // a place for each client; null: no limit
};

// What every answer to a client with a rate says of it, and the problem where it is used up.
std::vector<std::pair<std::string, std::string>> rate_fields(const callers::RateBucket& bucket,
                                                             const callers::RateBucket::Taken& taken);
schema::Problem rate_limited(const callers::RateBucket::Taken& taken);

// Of a client's key, as `api_key_sha256` in the configuration has it (there in hexadecimal).
config::Sha256 sha256(std::string_view bytes);

}  // namespace gateway::steps
