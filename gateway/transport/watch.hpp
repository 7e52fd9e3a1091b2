// One timer a thread that ends whatever overstays: connections of either side set a deadline (a store, no
// system call) and are told when it has passed, at most `tick` late. While a request runs, it can also be
// told that the peer hung up. Used by server/session and transport/connection; belongs to one io_context.
#pragma once

#include "adapters/clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <list>
#include <optional>

namespace gateway::transport {

class Watch {
 public:
  static constexpr adapters::milliseconds tick{50};
  static constexpr adapters::TimePoint never = adapters::TimePoint::max();

  // What is watched. Its owner keeps it; it leaves the watch when it is destroyed.
  class Guest {
   public:
    explicit Guest(Watch& watch);
    virtual ~Guest();
    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;

    void set_deadline(adapters::TimePoint deadline) { deadline_ = deadline; }
    bool expired() const { return expired_; }
    void forget_expiry() { expired_ = false; }

   protected:
    // The deadline passed: end the operation in flight. Called once for each deadline.
    virtual void on_expired() = 0;
    // Called on each tick while on_tick is wanted: for a look whether the peer hung up.
    virtual void on_tick() {}
    void want_ticks(bool wanted) { wants_ticks_ = wanted; }

   private:
    friend class Watch;
    Watch& watch_;
    adapters::TimePoint deadline_ = never;
    bool expired_ = false;
    bool wants_ticks_ = false;
    std::list<Guest*>::iterator place_;
  };

  explicit Watch(boost::asio::io_context& context) : timer_(std::in_place, context) {}
  // Ends every guest's operation, for the end of the process.
  void expire_all();
  // No more looks: the io_context goes before the watch, and its last coroutines still leave here.
  void retire() { timer_.reset(); }
  std::size_t size() const { return guests_.size(); }

 private:
  void start();
  void look();

  std::optional<boost::asio::steady_timer> timer_;
  std::list<Guest*> guests_;
  std::list<Guest*>::iterator next_ =
      guests_.end();  // of the walk in look(), so that a guest may leave in it
  bool running_ = false;
};

// The peer has closed its side (or the connection is gone): nobody waits for an answer.
bool is_hung_up(int socket);

}  // namespace gateway::transport
