#include "gateway/cli/row_record.hpp"

#include "schema/hex_text.hpp"

#include <openssl/rand.h>

#include <array>
#include <new>

namespace gateway::cli {

std::string random_key() {
  std::array<unsigned char, 16> bytes;
  // Fails only when the system has no entropy source at all.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::bad_alloc();
  return "usher-" + schema::hex_text(bytes);
}

RowPlan plan_row(const UserRow& row, const RowRecord* earlier, bool retries_refused, const NewKey& new_key) {
  RowPlan plan;
  const auto start_anew = [&] {
    plan.record = RowRecord{};
    plan.record.key = new_key();
    plan.record.fingerprint = row.fingerprint;
    plan.is_sent = true;
  };
  if (earlier == nullptr) {
    start_anew();
  } else {
    plan.record = *earlier;
    const bool is_changed = earlier->fingerprint != row.fingerprint;
    switch (earlier->outcome()) {
      case CreateOutcome::created:
        plan.is_changed_in_vain = is_changed;
        break;
      case CreateOutcome::open:
        plan.is_sent = true;
        break;
      case CreateOutcome::refused:
        if (is_changed || retries_refused) {
          start_anew();
        } else if (!row.cells[DraftColumn::password].empty()) {
          plan.is_sent = true;
          plan.was_refused = true;
        }
        break;
    }
  }
  plan.record.line = row.line;
  plan.record.person = row.person;
  return plan;
}

}  // namespace gateway::cli
