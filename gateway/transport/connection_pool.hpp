// The connections of one tenant to one upstream: at most `upstream_max` at once, kept alive between requests,
// the one used last taken first. Waiters queue in order until their deadline. Belongs to one io_context.
#pragma once

#include "gateway/observe/metrics.hpp"
#include "gateway/transport/connection.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace gateway::transport {

class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  ConnectionPool(Upstream upstream, Watch& watch, boost::asio::any_io_executor executor,
                 std::optional<observe::ProviderMetrics> metrics = std::nullopt);
  ~ConnectionPool();

  // A connection on loan; gives itself back (or closes) when it goes.
  class Loan {
   public:
    Loan() = default;
    Loan(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<Connection> connection);
    Loan(Loan&&) noexcept = default;
    Loan& operator=(Loan&& other) noexcept;
    ~Loan() { give_back(); }
    Connection* operator->() const { return connection_.get(); }

   private:
    void give_back();
    std::shared_ptr<ConnectionPool> pool_;
    std::unique_ptr<Connection> connection_;
  };

  enum class Want { any, fresh };
  adapters::Async<Loan> borrow(Want want, adapters::TimePoint deadline);

  std::size_t in_use() const { return in_use_; }
  std::size_t idle() const { return idle_.size(); }

 private:
  struct Waiter {
    std::unique_ptr<boost::asio::steady_timer> timer;
    bool granted = false;
  };
  // Holds one of the upstream_max places until it is released or has become a Loan.
  struct Place {
    std::shared_ptr<ConnectionPool> pool;
    ~Place() {
      if (pool) pool->leave();
    }
  };

  boost::asio::awaitable<bool> enter(adapters::TimePoint deadline);
  void leave();
  void take_back(std::unique_ptr<Connection> connection);

  Upstream upstream_;
  Watch& watch_;
  boost::asio::any_io_executor executor_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::list<Waiter> waiting_;
  std::size_t in_use_ = 0;
  std::optional<observe::ProviderMetrics> metrics_;
};

}  // namespace gateway::transport
