#include "gateway/cli/many_users_text.hpp"

#include "gateway/cli/problem_parts.hpp"
#include "gateway/cli/row_mistake.hpp"
#include "gateway/cli/status_line.hpp"
#include "gateway/cli/terminal_text.hpp"

namespace gateway::cli {
namespace {

constexpr std::size_t rows_told = 20;

// Empty: there is nothing to tell about this row. One that was never asked about is told by the last line
// alone.
std::string remark_on(const RowPlan& plan) {
  if (plan.is_changed_in_vain) return "was created earlier, with other values: nothing was sent";
  if (plan.record.status == 0 || plan.record.status == 201) return {};
  return std::to_string(plan.record.status) + ' ' + joined({plan.record.code, plan.record.detail});
}

std::string summary(const LedgerCounts& counts, std::size_t all) {
  std::string text = grouped(all) + (all == 1 ? " row: " : " rows: ") + grouped(counts.created) + " created";
  if (counts.created_earlier > 0) text += ", " + grouped(counts.created_earlier) + " created earlier";
  if (counts.refused > 0) text += ", " + grouped(counts.refused) + " refused";
  if (counts.open > 0) text += ", " + grouped(counts.open) + " open";
  return text;
}

}  // namespace

std::string ledger_text(const RowLedger& ledger, std::string_view file, std::string_view result) {
  std::string text;
  std::size_t told = 0;
  for (const LedgerRow& one : ledger.rows()) {
    std::string remark = remark_on(one.plan);
    if (remark.empty() || ++told > rows_told) continue;
    text += to_string({one.row.line, one.row.person, std::move(remark)}, file);
  }
  if (told > rows_told) text += "and " + grouped(told - rows_told) + " rows more\n";
  const LedgerCounts counts = ledger.counts();
  text += "usher: " + visible(file) + ": " + summary(counts, ledger.rows().size()) + "; see " +
          visible(result) + '\n';
  if (counts.open > 0)
    text += "usher: the same command again finishes what is open, and creates nobody twice\n";
  if (counts.refused > 0)
    text += "usher: refused rows are sent again when they have changed, or with --retry-refused\n";
  return text;
}

}  // namespace gateway::cli
