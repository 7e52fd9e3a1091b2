// The port to what outlives the process: operations, their keys, and rotated refresh tokens. Who calls it may
// be on any thread and is called back on its own; nothing blocks an I/O thread. What a `put` returned for is
// durable. Implemented by SqliteStore, and by a fake in tests.
#pragma once

#include "gateway/state/operation.hpp"
#include "schema/secret_text.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gateway::state {

// Why something was not read or written: a sentence for the operator's log, without values.
struct StateFault {
  std::string detail;
};

template <class T>
using StateResult = boost::system::result<T, StateFault>;

template <class T>
using AsyncState = boost::asio::awaitable<StateResult<T>>;

// One thing done where there is no value to return.
struct Done {};

// An idempotency key belongs to one client of one tenant.
struct KeyName {
  std::string tenant;
  std::string client;
  std::string key;
};

// One account at one provider.
struct AccountName {
  std::string tenant;
  std::string provider;
  schema::Guid customer;
  std::string user_id;
};

// A refresh token that a provider gave in the place of an older one.
struct RotatedToken {
  std::string tenant;
  std::string provider;
  // SHA-256 of the configured token that it descends from, in hex: when the configuration has another one,
  // that one wins.
  std::string configured;
  schema::SecretText token;
  Instant rotated_at = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // Inserts or replaces the whole operation, in one transaction: its key, and a claim on each account that it
  // has created or recovered. An operation with the key of another one is a fault.
  virtual AsyncState<Done> put(Operation operation) = 0;
  virtual AsyncState<std::optional<Operation>> find(std::string id) = 0;
  virtual AsyncState<std::optional<Operation>> find_by_key(KeyName name) = 0;
  // The id of the operation that made this account.
  virtual AsyncState<std::optional<std::string>> claimant(AccountName account) = 0;
  // Drops operations that have ended and were last changed before; returns how many. A bounded number at
  // once.
  virtual AsyncState<std::size_t> forget(Instant before) = 0;

  virtual AsyncState<Done> put_token(RotatedToken token) = 0;

  // At start, before anything else: they block.
  virtual StateResult<std::vector<Operation>> open_operations() = 0;
  virtual StateResult<std::optional<RotatedToken>> token(std::string_view tenant,
                                                         std::string_view provider) = 0;

  // At the end, when nobody asks any more: returns when every answer was posted, so that the threads to which
  // they go may go too. It blocks.
  virtual void settle() {}

  // Why nothing can be kept; empty: it can. Creates are refused meanwhile.
  virtual std::string trouble() const = 0;
};

}  // namespace gateway::state
