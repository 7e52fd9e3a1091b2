#include "gateway/transport/connection_pool.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gateway::transport {
namespace asio = boost::asio;
using State = observe::ConnectionState;

ConnectionPool::ConnectionPool(Upstream upstream, Watch& watch, asio::any_io_executor executor,
                               std::optional<observe::ProviderMetrics> metrics)
    : upstream_(std::move(upstream)), watch_(watch), executor_(std::move(executor)), metrics_(metrics) {}

ConnectionPool::~ConnectionPool() {
  for (std::size_t i = 0; metrics_ && i < idle_.size(); ++i)
    metrics_->connection_closed(State::idle);
}

ConnectionPool::Loan::Loan(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<Connection> connection)
    : pool_(std::move(pool)), connection_(std::move(connection)) {}

ConnectionPool::Loan& ConnectionPool::Loan::operator=(Loan&& other) noexcept {
  give_back();
  pool_ = std::move(other.pool_);
  connection_ = std::move(other.connection_);
  return *this;
}

void ConnectionPool::Loan::give_back() {
  if (!connection_) return;
  pool_->take_back(std::move(connection_));
  pool_.reset();
}

adapters::Async<ConnectionPool::Loan> ConnectionPool::borrow(Want want, adapters::TimePoint deadline) {
  auto self = shared_from_this();
  const bool entered = co_await enter(deadline);
  if (!entered) {
    adapters::ProviderError error;
    error.kind = adapters::ErrorKind::timed_out;
    error.detail = "Every connection to the provider was busy for too long.";
    co_return error;
  }
  Place place{self};
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (want == Want::fresh || connection->is_stale()) {
      if (metrics_) metrics_->connection_closed(State::idle);
      continue;
    }
    if (metrics_) metrics_->connection_moved(State::idle, State::busy);
    place.pool.reset();
    co_return Loan(std::move(self), std::move(connection));
  }
  auto opened = co_await Connection::open(upstream_, watch_, executor_, deadline);
  if (!opened) co_return opened.error();
  if (metrics_) metrics_->connection_opened(State::busy);
  place.pool.reset();
  co_return Loan(std::move(self), std::move(*opened));
}

asio::awaitable<bool> ConnectionPool::enter(adapters::TimePoint deadline) {
  if (in_use_ < upstream_.limits.upstream_max) {
    ++in_use_;
    co_return true;
  }
  auto waiter =
      waiting_.insert(waiting_.end(), Waiter{std::make_unique<asio::steady_timer>(executor_, deadline)});
  [[maybe_unused]] auto [woken] = co_await waiter->timer->async_wait(asio::as_tuple(asio::use_awaitable));
  const bool granted = waiter->granted;
  waiting_.erase(waiter);
  co_return granted;
}

void ConnectionPool::leave() {
  for (Waiter& waiter : waiting_) {
    if (waiter.granted) continue;
    // The place passes on; in_use_ stays.
    waiter.granted = true;
    waiter.timer->cancel();
    return;
  }
  --in_use_;
}

void ConnectionPool::take_back(std::unique_ptr<Connection> connection) {
  // The one used last is taken first: those at the other end would lie here closed for ever.
  const std::size_t over = std::erase_if(idle_, [](const auto& one) { return one->is_over(); });
  for (std::size_t i = 0; metrics_ && i < over; ++i)
    metrics_->connection_closed(State::idle);
  if (connection->is_reusable()) {
    idle_.push_back(std::move(connection));
    if (metrics_) metrics_->connection_moved(State::busy, State::idle);
  } else if (metrics_) {
    metrics_->connection_closed(State::busy);
  }
  leave();
}

}  // namespace gateway::transport
