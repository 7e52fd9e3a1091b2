// What became of one row, and what a run makes of the row of an earlier one. Pure.
#pragma once

#include "gateway/cli/create_outcome.hpp"
#include "gateway/cli/user_rows.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace gateway::cli {

struct RowRecord {
  std::size_t line = 0;  // 0: the row is no longer in the file
  std::string person;
  std::string key;      // its Idempotency-Key
  unsigned status = 0;  // 0: no answer yet
  std::string code;     // of the problem
  std::string id;       // of the user
  std::string operation;
  std::string detail;
  std::string fingerprint;  // of the row that the key stands for

  CreateOutcome outcome() const { return outcome_of(status, code, !operation.empty()); }
};

using NewKey = std::function<std::string()>;
// "usher-" and 128 random bits.
std::string random_key();

struct RowPlan {
  RowRecord record;
  bool is_sent = false;
  bool was_refused = false;         // should its key prove used for another draft, it gets a new one
  bool is_changed_in_vain = false;  // created earlier, with other values
};

//   earlier  the row is  what is done
//   none     -           sent with a new key
//   created  -           nothing
//   open     -           sent with the same key: whatever is under way is finished, once
//   refused  changed     sent with a new key: the old one stands for the refusal
//   refused  unchanged   nothing; but with a password, of which nobody remembers whether it has changed, sent
//                        with the same key: the gateway knows
// `retries_refused` takes every refused row for changed. `earlier` may be null.
RowPlan plan_row(const UserRow& row, const RowRecord* earlier, bool retries_refused, const NewKey& new_key);

}  // namespace gateway::cli
