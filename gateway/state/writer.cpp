#include "gateway/state/writer.hpp"

#include "gateway/state/rows.hpp"

#include <algorithm>
#include <utility>

namespace gateway::state {

struct Writer::Failure {
  enum class Whose { the_jobs, the_disks, damage };
  Whose whose = Whose::the_disks;
  std::string why;
};

Writer::Writer(std::unique_ptr<Database> database, Seal seal)
    : database_(std::move(database)), seal_(std::move(seal)), thread_([this] { work(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Writer::hand_over(std::unique_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
}

std::string Writer::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void Writer::work() {
  for (;;) {
    Jobs jobs;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      jobs.swap(waiting_);
    }
    do_together(jobs);
  }
}

void Writer::do_together(std::span<const std::unique_ptr<Job>> jobs) {
  const bool writes = std::ranges::any_of(jobs, [](const auto& job) { return job->writes; });
  const auto failure = transact(jobs, writes);
  if (failure && jobs.size() > 1) {
    // Whose fault it was shows when each runs alone.
    for (std::size_t i = 0; i < jobs.size(); ++i)
      do_together(jobs.subspan(i, 1));
    return;
  }
  const auto fault = failure ? std::optional(note(*failure, writes)) : std::nullopt;
  for (const auto& job : jobs)
    job->tell(fault ? &*fault : nullptr);
}

std::optional<Writer::Failure> Writer::transact(std::span<const std::unique_ptr<Job>> jobs, bool writes) {
  using enum Failure::Whose;
  if (is_damaged_) return Failure{damage, trouble()};
  Failure failure;
  try {
    ++transactions_;
    const auto changed_before = database_->all_changed_rows();
    database_->run(writes ? "BEGIN IMMEDIATE" : "BEGIN");
    for (const auto& job : jobs)
      job->run(*database_, seal_);
    database_->run("COMMIT");
    // Where there was nothing to change the disk was not asked, and its trouble may last.
    if (database_->all_changed_rows() != changed_before) {
      const std::lock_guard lock(mutex_);
      trouble_.clear();
    }
    return std::nullopt;
  } catch (const SqliteError& error) {
    failure = {error.is_constraint() ? the_jobs : error.is_damage() ? damage : the_disks, error.what()};
  } catch (const rows::Damaged& error) {
    failure = {damage, error.what()};
  } catch (const std::exception& error) {
    failure = {the_jobs, error.what()};
  }
  try {
    if (database_->is_in_transaction()) database_->run("ROLLBACK");
  } catch (const SqliteError&) {
    // SQLite has rolled back itself.
  }
  return failure;
}

StateFault Writer::note(const Failure& failure, bool writes) {
  using enum Failure::Whose;
  if (is_damaged_) return {failure.why};
  is_damaged_ = failure.whose == damage;
  StateFault fault{std::string("the state cannot be ") + (writes ? "written: " : "read: ") + failure.why};
  if (is_damaged_)
    fault.detail = "the state is damaged (" + failure.why + "): a new start looks at all of it";
  const std::lock_guard lock(mutex_);
  if (is_damaged_ || (writes && failure.whose == the_disks)) trouble_ = fault.detail;
  return fault;
}

}  // namespace gateway::state
