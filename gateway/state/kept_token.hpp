// The refresh token of one tenant at one provider, kept over a restart: the token service gives a new one
// with each refresh, and the configured one lapses 90 days after it was last used.
#pragma once

#include "gateway/state/store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gateway::state {

class KeptToken {
 public:
  struct Owner {
    std::string tenant;
    std::string provider;
  };
  KeptToken(std::shared_ptr<Store> store, Owner owner, const schema::SecretText& configured,
            std::function<Instant()> now, std::function<void(const std::string&)> on_fault);

  // At start, blocking: the newest token that descends from the configured one. Who configured another one
  // since means that one.
  struct Newest {
    schema::SecretText token;
    std::optional<Instant> rotated_at;  // nullopt: it is the configured one, of unknown age
  };
  Newest newest(const schema::SecretText& configured);
  // Durable once it returns. Where that fails the fault is told and the token serves this process all the
  // same: its predecessor stays good for a while.
  boost::asio::awaitable<void> keep(schema::SecretText rotated);

 private:
  std::shared_ptr<Store> store_;
  Owner owner_;
  std::string configured_;  // a hash
  std::function<Instant()> now_;
  std::function<void(const std::string&)> on_fault_;
};

}  // namespace gateway::state
