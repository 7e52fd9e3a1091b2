// Looks for what became of unresolved operations in the background, each at growing intervals, until the
// person is seen or the doubt has lasted long enough; and lets go of what is too old to be asked for. Lives
// on one io_context.
#pragma once

#include "gateway/create/journal.hpp"
#include "gateway/runtime_slot.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace gateway::create {

// How long an ended operation can be asked for and its key is remembered; and how long one that could be
// finished waits for whoever has its key.
inline constexpr std::chrono::hours retention{72};

class Resolver : public std::enable_shared_from_this<Resolver> {
 public:
  Resolver(boost::asio::any_io_executor home, std::shared_ptr<Journal> journal,
           std::shared_ptr<const RuntimeSlot> runtime);

  void start() { tick(); }
  void stop();

 private:
  struct Schedule {
    adapters::TimePoint next{};
    unsigned looks = 0;
    bool is_looking = false;
  };

  void tick();
  void look(const state::Operation& operation, Schedule& schedule);
  void end_look(const std::string& operation, adapters::Duration pause);
  void forget_old();
  static boost::asio::awaitable<void> give_up_on(std::shared_ptr<Resolver> self, std::string operation);
  static boost::asio::awaitable<void> run(std::shared_ptr<Resolver> self, std::string operation);

  boost::asio::any_io_executor home_;
  std::shared_ptr<Journal> journal_;
  std::shared_ptr<const RuntimeSlot> runtime_;
  boost::asio::steady_timer timer_;
  std::map<std::string, Schedule> schedules_;
  adapters::TimePoint forget_at_{};
  std::size_t looking_ = 0;
  bool stopped_ = false;
};

}  // namespace gateway::create
