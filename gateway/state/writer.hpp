// The one thread that has the database, for SqliteStore. Jobs that wait together are committed together,
// since it is the disk's answer that takes the time; one that fails does not fail the others.
#pragma once

#include "gateway/state/database.hpp"
#include "gateway/state/seal.hpp"
#include "gateway/state/store.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace gateway::state {

// Something to do on the database, and somebody who waits for it; both on the writer's thread.
class Job {
 public:
  explicit Job(bool is_write) : writes(is_write) {}
  virtual ~Job() = default;
  virtual void run(Database& database, const Seal& seal) = 0;  // throws; runs again after a rollback
  virtual void tell(const StateFault* fault) = 0;              // once; null: it is done, and durable

  const bool writes;
};

class Writer {
 public:
  Writer(std::unique_ptr<Database> database, Seal seal);
  ~Writer();  // does what was handed over, then ends
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void hand_over(std::unique_ptr<Job> job);
  // Why the last change was not made; empty: it was. Once something is found damaged, that, for ever:
  // whatever else is in the file may be wrong too, and only a new start looks at all of it.
  std::string trouble() const;
  // That were tried, for who wants to see that they are shared.
  std::uint64_t transactions() const { return transactions_; }

 private:
  using Jobs = std::vector<std::unique_ptr<Job>>;
  struct Failure;

  void work();
  void do_together(std::span<const std::unique_ptr<Job>> jobs);
  std::optional<Failure> transact(std::span<const std::unique_ptr<Job>> jobs, bool writes);
  StateFault note(const Failure& failure, bool writes);

  std::unique_ptr<Database> database_;  // the thread's own, once it runs
  const Seal seal_;
  bool is_damaged_ = false;  // the thread's own
  std::atomic<std::uint64_t> transactions_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Jobs waiting_;
  bool ends_ = false;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace gateway::state
