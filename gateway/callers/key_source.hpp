// Where an issuer's keys come from: a file, which is what it is, or an address, which has newer ones now and
// then (fetched_keys). Asked by any thread.
#pragma once

#include "adapters/clock.hpp"
#include "gateway/callers/jwks.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace gateway::callers {

class KeySource {
 public:
  virtual ~KeySource() = default;
  // Its configuration serves from now on: until then nobody is asked for anything.
  virtual void begin() {}
  // Null: they could never be read.
  virtual std::shared_ptr<const Jwks> keys() const = 0;
  // Whether renew() may end with other keys than there are now.
  virtual bool is_renewable() const = 0;
  // Ends when newer keys were asked for, whatever came of it, or at `deadline`.
  virtual boost::asio::awaitable<void> renew(adapters::TimePoint deadline) = 0;
};

class FixedKeys final : public KeySource {
 public:
  explicit FixedKeys(Jwks keys) : keys_(std::make_shared<const Jwks>(std::move(keys))) {}
  std::shared_ptr<const Jwks> keys() const override { return keys_; }
  bool is_renewable() const override { return false; }
  boost::asio::awaitable<void> renew(adapters::TimePoint) override { co_return; }

 private:
  std::shared_ptr<const Jwks> keys_;
};

}  // namespace gateway::callers
