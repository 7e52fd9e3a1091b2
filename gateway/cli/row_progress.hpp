// How far a file of users is, for a person's terminal (see StatusLine): a bar, and what became of the rows.
#pragma once

#include "gateway/cli/status_line.hpp"

#include <cstddef>
#include <string>

namespace gateway::cli {

struct RowCounts {
  std::size_t all = 0;  // rows that this run asks about
  std::size_t done = 0;
  std::size_t created = 0;
  std::size_t failed = 0;
};

class RowProgress {
 public:
  enum class Step { checking, creating };

  // `columns`: the terminal's width; the line stays below it.
  RowProgress(StatusLine::Print print, StatusLine::Now now, Step step, std::size_t columns);

  // Draws where it is time to; call it as often as you like.
  void tick(const RowCounts& counts);
  void erase() { line_.erase(); }

 private:
  StatusLine line_;
  Step step_;
  std::size_t columns_;
};

// "[####....]  40/100 rows, 38 created, 2 failed, 12/s, 0:05 left", cut to the width.
std::string progress_text(const RowCounts& counts, RowProgress::Step step, double seconds,
                          std::size_t columns);

}  // namespace gateway::cli
