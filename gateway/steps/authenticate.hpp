// Who calls: the bearer key of a request against the configured clients. What they may do with a route is
// asked of the Caller later, in the order 401, 404 tenant_not_found, 403.
#pragma once

#include "config/server.hpp"
#include "schema/problem.hpp"

#include <boost/system/result.hpp>

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
};

class Clients {
 public:
  Clients() = default;
  explicit Clients(std::vector<config::Client> clients);
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  // True when no clients are configured: everybody is anonymous.
  bool empty() const { return clients_.empty(); }
  // `authorization`: the value of the header. Every failure is the same `unauthenticated` problem, and every
  // key is compared, whichever matches.
  boost::system::result<Caller, schema::Problem> authenticate(
      std::optional<std::string_view> authorization) const;

 private:
  struct Key {
    config::Sha256 digest;
    std::size_t client;
  };
  std::vector<config::Client> clients_;
  std::vector<Key> keys_;
};

// Of a client's key, as `api_key_sha256` in the configuration has it (there in hexadecimal).
config::Sha256 sha256(std::string_view bytes);

}  // namespace gateway::steps
