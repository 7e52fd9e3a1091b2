// From the wire's users to the writer: begins it once, counts, stops at --limit and where nobody reads any
// more, keeps the progress line going.
#pragma once

#include "gateway/cli/progress.hpp"
#include "gateway/cli/user_writer.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace gateway::cli {

class Delivery {
 public:
  Delivery(UserWriter& writer, Output& output, Progress& progress, std::optional<std::uint64_t> limit)
      : writer_(writer),
        output_(output),
        progress_(progress),
        limit_(limit.value_or(std::numeric_limits<std::uint64_t>::max())) {}

  // Usher has answered well.
  void begin() {
    if (has_begun_) return;
    has_begun_ = true;
    writer_.begin();
  }
  // False: one user too many, which is not printed.
  bool take(const ListedUser& user) {
    if (count_ == limit_) return false;
    ++count_;
    writer_.write(user);
    progress_.add(1);
    tick();
    return true;
  }
  void pause() { writer_.pause(); }
  void flush() {
    output_.flush();
    tick();
  }
  // Time has passed.
  void tick() {
    if (!output_.is_mid_line()) progress_.tick();
  }
  void end(const ListOutcome& outcome) {
    if (has_begun_) writer_.end(outcome);
    output_.flush();
    progress_.erase();
  }

  std::uint64_t count() const { return count_; }
  std::uint64_t left() const { return limit_ - count_; }
  bool is_read() const { return output_.is_open(); }

 private:
  UserWriter& writer_;
  Output& output_;
  Progress& progress_;
  std::uint64_t limit_;
  std::uint64_t count_ = 0;
  bool has_begun_ = false;
};

}  // namespace gateway::cli
