#include "gateway/cli/many_users_run.hpp"

#include "gateway/cli/atomic_file.hpp"
#include "gateway/cli/batch_body.hpp"
#include "gateway/cli/create_patience.hpp"
#include "gateway/cli/interruption.hpp"
#include "gateway/cli/many_users_text.hpp"
#include "gateway/cli/report.hpp"
#include "gateway/cli/result_file.hpp"
#include "gateway/cli/terminal.hpp"
#include "gateway/cli/terminal_text.hpp"

#include <iostream>
#include <unistd.h>
#include <utility>

namespace gateway::cli {
namespace {

using Clock = std::chrono::steady_clock;

// What a crash in between loses is answered anew, under the same keys.
constexpr std::chrono::seconds save_period(1);
constexpr std::chrono::seconds pause(2);  // before a row is sent again that the gateway is at work on

}  // namespace

ManyUsersRun::ManyUsersRun(const UsersCreateWish& wish, Connection connection, RowLedger& ledger,
                           std::string result)
    : wish_(wish),
      ledger_(ledger),
      result_(std::move(result)),
      key_source_(std::move(connection.key_source)),
      client_(std::move(connection.address), std::move(connection.tls), std::move(connection.key),
              create_patience, [this] { tick(); }),
      usher_(client_, [this](std::chrono::seconds time) { sleep_watchfully(time, [this] { tick(); }); }) {}

void ManyUsersRun::start(RowProgress::Step step) {
  counts_ = RowCounts{};
  counts_.all = ledger_.queue().size();
  progress_.emplace(status_print(wish_.many.quiet), Clock::now, step, width_of(STDERR_FILENO));
}

RowsCheck ManyUsersRun::check() {
  start(RowProgress::Step::checking);
  std::vector<const UserRow*> rows;
  for (const std::size_t place : ledger_.queue())
    rows.push_back(&ledger_.rows()[place].row);
  RowsCheck check = check_rows(usher_, wish_.place, rows, [this] {
    ++counts_.done;
    tick();
  });
  progress_->erase();
  return check;
}

int ManyUsersRun::create() {
  start(RowProgress::Step::creating);
  is_creating_ = true;
  std::optional<ApiFailure> failure;
  // Every key is on the disk before it is used.
  while (save() && !failure && !ledger_.queue().empty())
    failure = send_next_batch();
  progress_->erase();
  if (failure) tell(*failure, {});
  if (!save_failure_.empty())
    std::cerr << "usher: the result " << visible(result_) << " cannot be written: " << visible(save_failure_)
              << '\n';
  std::cerr << ledger_text(ledger_, wish_.many.file, result_);
  const LedgerCounts counts = ledger_.counts();
  return counts.refused + counts.open == 0 && save_failure_.empty() ? 0 : 1;
}

std::optional<ApiFailure> ManyUsersRun::send_next_batch() {
  // Whoever waits comes behind all others: here nothing else is left to do.
  if (ledger_.rows()[ledger_.queue().front()].waits > 0) sleep_watchfully(pause, [this] { tick(); });
  BatchBody body;
  std::vector<std::size_t> places;
  while (!ledger_.queue().empty()) {
    const std::size_t place = ledger_.queue().front();
    const LedgerRow& next = ledger_.rows()[place];
    if (!body.add(next.plan.record.key, draft_of(next.row.cells).reveal())) break;
    places.push_back(place);
    ledger_.pop();
  }
  return send_batch(usher_, batch_target(wish_.place), body.finish(), places.size(),
                    [&](const SettledItem& item) { settle(places[item.index], item); });
}

void ManyUsersRun::settle(std::size_t place, const SettledItem& item) {
  is_unsaved_ = true;
  if (ledger_.settle(place, item)) {
    ++counts_.done;
    ++(item.status == 201 ? counts_.created : counts_.failed);
  }
  tick();
}

bool ManyUsersRun::save() {
  // Once it has failed, keys might be in use that nobody remembers.
  if (!save_failure_.empty()) return false;
  save_failure_ = replace_file(result_, encode_results(ledger_.records(), create_target(wish_.place, false)));
  is_unsaved_ = false;
  saved_at_ = Clock::now();
  return save_failure_.empty();
}

void ManyUsersRun::tick() {
  if (is_interrupted()) {
    if (is_creating_) save();
    if (progress_) progress_->erase();
    std::cerr << (is_creating_ ? "usher: interrupted: the same command again goes on\n"
                               : "usher: interrupted: nothing was created\n");
    end_interrupted();
  }
  if (is_unsaved_ && Clock::now() - saved_at_ >= save_period) save();
  if (progress_) progress_->tick(counts_);
}

int ManyUsersRun::tell(const ApiFailure& failure, std::string_view consequence) {
  std::cerr << failure_text(failure);
  if (failure.code() == "unauthenticated") std::cerr << "  " << key_source_ << '\n';
  if (!consequence.empty()) std::cerr << "usher: " << visible(wish_.many.file) << ": " << consequence << '\n';
  return 1;
}

int ManyUsersRun::tell_checked(const RowsCheck& check) {
  const LedgerCounts counts = ledger_.counts();
  const std::size_t rows = ledger_.rows().size();
  std::cerr << "usher: " << visible(wish_.many.file) << ": no mistake in " << grouped(rows)
            << (rows == 1 ? " row" : " rows");
  if (check.existing > 0) std::cerr << "; there already: " << grouped(check.existing);
  if (counts.created_earlier > 0) std::cerr << "; created earlier: " << grouped(counts.created_earlier);
  std::cerr << "; nothing was created\n";
  return 0;
}

}  // namespace gateway::cli
