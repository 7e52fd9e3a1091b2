// The rows of one run with what is known of each: which are still to be sent, with which key, and what became
// of the others. Goes on from the records of an earlier run.
#pragma once

#include "gateway/cli/row_record.hpp"
#include "gateway/cli/send_batch.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace gateway::cli {

struct LedgerRow {
  UserRow row;
  RowPlan plan;
  int waits = 0;  // how often the gateway was still at work on it, since an earlier run or a lost answer
};

struct LedgerCounts {
  std::size_t created = 0;
  std::size_t created_earlier = 0;
  std::size_t refused = 0;
  std::size_t open = 0;
};

class RowLedger {
 public:
  // `earlier` by person_key().
  RowLedger(std::vector<UserRow> rows, std::map<std::string, RowRecord> earlier, bool retries_refused,
            NewKey new_key);

  const std::vector<LedgerRow>& rows() const { return rows_; }
  // Places of rows, in the order in which they are to be sent.
  const std::deque<std::size_t>& queue() const { return queue_; }
  // The first of the queue is on its way.
  void pop() { queue_.pop_front(); }
  // What became of it. False: it is to be sent once more, and is in the queue again.
  bool settle(std::size_t place, const SettledItem& item);

  // For the result file: the file's rows, and behind them those that are no longer in it.
  std::vector<RowRecord> records() const;
  LedgerCounts counts() const;

 private:
  std::vector<LedgerRow> rows_;
  std::vector<RowRecord> gone_;
  std::deque<std::size_t> queue_;
  NewKey new_key_;
};

}  // namespace gateway::cli
