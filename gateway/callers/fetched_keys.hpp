// An issuer's keys from its address: fetched at start-up and every hour, and for a `kid` that is in no set at
// most once a minute, however many ask. A fetch belongs to nobody who waits for it. Keys that were read stay
// until newer ones were, over reloads too (known_keys). Hangs on the configuration that names it and ends
// with it.
#pragma once

#include "adapters/clock.hpp"
#include "adapters/http_client.hpp"
#include "gateway/callers/key_source.hpp"
#include "gateway/callers/known_keys.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gateway::callers {

class FetchedKeys final : public KeySource, public std::enable_shared_from_this<FetchedKeys> {
 public:
  struct Wiring {
    boost::asio::any_io_executor home;
    // One for each fetch, made and gone on the home executor: once an hour keeps no connection open.
    std::function<std::shared_ptr<adapters::HttpClient>()> make_client;
    std::string target;  // origin-form
    std::shared_ptr<const adapters::Clock> clock;
    std::string (*make_uuid)() = nullptr;
    std::function<void(const std::string& detail)> on_failure;
    // Where the keys outlive this object, and under which name; null: they do not.
    KnownKeys* known = nullptr;
    std::string name = {};
  };

  // Begins with the keys that are known by its name.
  explicit FetchedKeys(Wiring wiring);

  // Fetches in the background from now on, until this object is gone; at once where the known keys are too
  // old to begin with.
  void begin() override;

  std::shared_ptr<const Jwks> keys() const override;
  bool is_renewable() const override;
  boost::asio::awaitable<void> renew(adapters::TimePoint deadline) override;

 private:
  using Self = std::shared_ptr<FetchedKeys>;
  static boost::asio::awaitable<void> keep_fresh(std::weak_ptr<FetchedKeys> weak,
                                                 boost::asio::any_io_executor home);
  static boost::asio::awaitable<bool> renew_at_home(Self self, adapters::TimePoint deadline);
  static boost::asio::awaitable<void> fetch(Self self);
  void begin_fetch();
  void end_fetch();
  void take(const adapters::Result<adapters::HttpReply>& reply);
  void fail(const std::string& detail);
  bool is_renewal_due() const;

  Wiring wiring_;
  mutable std::mutex mutex_;  // for keys_, for as long as a pointer is copied
  std::shared_ptr<const Jwks> keys_;
  std::atomic<bool> fetching_ = false;
  std::atomic<adapters::Duration::rep> renewable_from_{0};  // of the steady clock
  // Of the home executor only.
  std::vector<boost::asio::steady_timer*> waiting_;
  adapters::TimePoint due_{};
  std::uint32_t failures_ = 0;  // in a row
};

}  // namespace gateway::callers
