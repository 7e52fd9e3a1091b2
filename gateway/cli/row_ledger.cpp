#include "gateway/cli/row_ledger.hpp"

#include "gateway/cli/problem_parts.hpp"
#include "schema/mask.hpp"

#include <array>
#include <utility>

namespace gateway::cli {
namespace {

// With the pause between them (see ManyUsersRun) the time that a create may take.
constexpr int most_waits = 30;

constexpr const char* changed_while_open =
    "The row was changed while its create was open. Put it back as it was and run again; or look the user "
    "up, and take this line out to begin anew.";

// Usher masks passwords; what stays in a file is looked at twice.
std::string without(std::string_view password, std::string text) {
  const std::array<std::string_view, 1> secrets = {password};
  return schema::mask(std::move(text), secrets);
}

void record_answer(RowRecord& record, const UserRow& row, const SettledItem& item) {
  record.status = item.status;
  record.operation = item.operation;
  record.code = item.status == 201 ? std::string() : member_text(item.body, "code");
  record.id = item.status == 201 ? member_text(item.body, "id") : std::string();
  record.detail = item.status == 201 ? std::string() : one_line(item.body);
  record.detail = without(row.cells[DraftColumn::password], std::move(record.detail));
}

}  // namespace

RowLedger::RowLedger(std::vector<UserRow> rows, std::map<std::string, RowRecord> earlier,
                     bool retries_refused, NewKey new_key)
    : new_key_(std::move(new_key)) {
  for (UserRow& row : rows) {
    const auto found = earlier.find(row.person_key);
    RowPlan plan =
        plan_row(row, found == earlier.end() ? nullptr : &found->second, retries_refused, new_key_);
    if (found != earlier.end()) earlier.erase(found);
    if (plan.is_sent) queue_.push_back(rows_.size());
    rows_.push_back({std::move(row), std::move(plan), 0});
  }
  for (auto& [person, record] : earlier) {
    record.line = 0;
    gone_.push_back(std::move(record));
  }
}

bool RowLedger::settle(std::size_t place, const SettledItem& item) {
  LedgerRow& settled = rows_[place];
  RowRecord& record = settled.plan.record;
  record_answer(record, settled.row, item);
  if (record.code == "request_in_progress" && settled.waits < most_waits) {
    ++settled.waits;
    queue_.push_back(place);
    return false;
  }
  if (record.code != reused_key_code) {
    record.fingerprint = settled.row.fingerprint;
    return true;
  }
  if (!settled.plan.was_refused) {
    // The key stands for the row as it was: so does the fingerprint.
    record.detail = changed_while_open;
    return true;
  }
  // Only its password can have changed, and what the key stands for created nobody.
  settled.plan = plan_row(settled.row, nullptr, false, new_key_);
  queue_.push_back(place);
  return false;
}

std::vector<RowRecord> RowLedger::records() const {
  std::vector<RowRecord> records;
  records.reserve(rows_.size() + gone_.size());
  for (const LedgerRow& one : rows_)
    records.push_back(one.plan.record);
  records.insert(records.end(), gone_.begin(), gone_.end());
  return records;
}

LedgerCounts RowLedger::counts() const {
  LedgerCounts counts;
  for (const LedgerRow& one : rows_) {
    switch (one.plan.record.outcome()) {
      case CreateOutcome::created:
        ++(one.plan.is_sent ? counts.created : counts.created_earlier);
        break;
      case CreateOutcome::refused:
        ++counts.refused;
        break;
      case CreateOutcome::open:
        ++counts.open;
        break;
    }
  }
  return counts;
}

}  // namespace gateway::cli
