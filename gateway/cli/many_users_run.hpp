// The part of `users create --from` that talks to Usher: the check of all rows, then batch after batch, with
// a progress line, and the result file kept up to date.
#pragma once

#include "gateway/cli/check_rows.hpp"
#include "gateway/cli/row_ledger.hpp"
#include "gateway/cli/row_progress.hpp"
#include "gateway/cli/users_create.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

class ManyUsersRun {
 public:
  // `wish` and `ledger` outlive it. `result`: the path of the result file.
  ManyUsersRun(const UsersCreateWish& wish, Connection connection, RowLedger& ledger, std::string result);

  // Asks about every row that would be sent.
  RowsCheck check();
  // Sends them. The exit code.
  int create();

  // Tells why there is nothing, or no more of it, and what that means for the file. The exit code.
  int tell(const ApiFailure& failure, std::string_view consequence);
  int tell_checked(const RowsCheck& check);

 private:
  // What is due now and then: the line, the file, and the end where somebody asked for it.
  void tick();
  bool save();
  std::optional<ApiFailure> send_next_batch();
  void settle(std::size_t place, const SettledItem& item);
  void start(RowProgress::Step step);

  const UsersCreateWish& wish_;
  RowLedger& ledger_;
  std::string result_;
  std::string key_source_;
  ApiClient client_;
  PatientPost usher_;
  std::optional<RowProgress> progress_;
  RowCounts counts_;
  bool is_creating_ = false;
  bool is_unsaved_ = false;
  std::string save_failure_;
  std::chrono::steady_clock::time_point saved_at_;
};

}  // namespace gateway::cli
