#include "gateway/create/resolver.hpp"

#include "gateway/create/resolve.hpp"
#include "gateway/random.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace gateway::create {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::milliseconds tick_interval{250};
constexpr std::chrono::seconds longest_interval{60};
// Of an operation whose doubt is over: the person may still turn up.
constexpr std::chrono::minutes interval_when_over{10};
constexpr std::chrono::seconds time_for_a_look{20};
constexpr std::chrono::hours forget_interval{1};
// Providers are there for callers first.
constexpr std::size_t looks_at_once = 8;

// 0, 1, 2, 4 ... 60 s.
adapters::Duration interval_after(unsigned looks) {
  const std::chrono::seconds doubled(1u << std::min(looks, 6u));
  return std::min(doubled, longest_interval);
}

}  // namespace

Resolver::Resolver(asio::any_io_executor home, std::shared_ptr<Journal> journal,
                   std::shared_ptr<const RuntimeSlot> runtime)
    : home_(std::move(home)), journal_(std::move(journal)), runtime_(std::move(runtime)), timer_(home_) {}

void Resolver::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Resolver::tick() {
  if (stopped_) return;
  const auto open = journal_->open_operations();
  std::set<std::string_view> ids;
  for (const auto& [operation, is_busy] : open)
    ids.insert(operation.id);
  std::erase_if(schedules_, [&ids](const auto& entry) { return !ids.contains(entry.first); });
  // One that somebody is at work on keeps its schedule, where it has one.
  for (const auto& [operation, is_busy] : open)
    if (!is_busy && wants_look(operation)) look(operation, schedules_[operation.id]);
  forget_old();
  timer_.expires_after(tick_interval);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (self && !error) self->tick();
  });
}

void Resolver::look(const state::Operation& operation, Schedule& schedule) {
  const auto now = std::chrono::steady_clock::now();
  if (schedule.is_looking || now < schedule.next || looking_ == looks_at_once) return;
  const adapters::Duration pause =
      operation.doubt_is_over ? adapters::Duration(interval_when_over) : interval_after(schedule.looks);
  schedule.is_looking = true;
  ++schedule.looks;
  ++looking_;
  asio::co_spawn(home_, run(shared_from_this(), operation.id),
                 [self = shared_from_this(), id = operation.id, pause](std::exception_ptr) {
                   self->end_look(id, pause);
                 });
}

// A look may take long: the pause begins when it is over.
void Resolver::end_look(const std::string& operation, adapters::Duration pause) {
  --looking_;
  const auto found = schedules_.find(operation);
  if (found == schedules_.end()) return;
  found->second.is_looking = false;
  found->second.next = std::chrono::steady_clock::now() + pause;
}

asio::awaitable<void> Resolver::run(std::shared_ptr<Resolver> self, std::string operation) {
  adapters::CallContext context;
  context.deadline = std::chrono::steady_clock::now() + time_for_a_look;
  context.correlation_id = random_uuid();
  const auto runtime = self->runtime_->current();
  co_await look_again(*runtime, *self->journal_, std::move(operation), std::move(context));
}

asio::awaitable<void> Resolver::give_up_on(std::shared_ptr<Resolver> self, std::string operation) {
  [[maybe_unused]] const bool is_over = co_await give_up(*self->journal_, std::move(operation));
}

void Resolver::forget_old() {
  const auto now = std::chrono::steady_clock::now();
  if (now < forget_at_) return;
  forget_at_ = now + forget_interval;
  const auto before =
      journal_->now() - std::chrono::duration_cast<std::chrono::milliseconds>(retention).count();
  for (const auto& [operation, is_busy] : journal_->open_operations()) {
    if (operation.updated_at < before)
      asio::co_spawn(home_, give_up_on(shared_from_this(), operation.id), asio::detached);
  }
  asio::co_spawn(home_, journal_->store().forget(before),
                 [self = shared_from_this()](std::exception_ptr failure, const auto& forgotten) {
                   // A bounded number at once: there may be more.
                   if (!failure && forgotten && *forgotten > 0)
                     self->forget_at_ = std::chrono::steady_clock::now() + std::chrono::seconds(1);
                 });
}

}  // namespace gateway::create
