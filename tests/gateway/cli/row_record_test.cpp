#include "gateway/cli/row_record.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace gateway::cli {
namespace {

UserRow row_of(std::string_view password = {}, std::string fingerprint = "same") {
  UserRow row;
  row.line = 7;
  row.person = "ada@x";
  row.person_key = "ada@x";
  row.fingerprint = std::move(fingerprint);
  row.cells[DraftColumn::password] = password;
  return row;
}

RowRecord record_of(unsigned status, std::string code = {}, std::string operation = {}) {
  RowRecord record;
  record.line = 3;
  record.person = "Ada@X";
  record.key = "old";
  record.status = status;
  record.code = std::move(code);
  record.operation = std::move(operation);
  record.fingerprint = "same";
  return record;
}

std::string new_key() { return "new"; }

}  // namespace

TEST_CASE("what an answer means for a repeat is what the contract says of its key") {
  struct Case {
    unsigned status;
    std::string code;
    bool has_operation;
    CreateOutcome outcome;
  };
  const std::vector<Case> cases = {
      {201, "", true, CreateOutcome::created},
      {409, "user_exists", true, CreateOutcome::refused},
      {409, "user_exists", false, CreateOutcome::refused},
      {422, "invalid_draft", true, CreateOutcome::refused},
      {422, "unsupported_field", false, CreateOutcome::refused},
      {404, "customer_not_found", true, CreateOutcome::refused},
      {502, "provider_forbidden", true, CreateOutcome::refused},
      {0, "", false, CreateOutcome::open},
      {422, "idempotency_key_reused", false, CreateOutcome::open},
      {409, "request_in_progress", false, CreateOutcome::open},
      {409, "create_in_doubt", false, CreateOutcome::open},
      {502, "partial_create", true, CreateOutcome::open},
      {503, "outcome_unknown", true, CreateOutcome::open},
      {503, "state_unavailable", false, CreateOutcome::open},
      {502, "provider_error", true, CreateOutcome::open},
      {504, "provider_timeout", false, CreateOutcome::open},
      {500, "internal", false, CreateOutcome::open},
      {502, "provider_forbidden", false, CreateOutcome::open},
      {404, "customer_not_found", false, CreateOutcome::open},
      {403, "forbidden", false, CreateOutcome::open},
  };
  for (const Case& one : cases) {
    CAPTURE(one.code);
    CHECK(outcome_of(one.status, one.code, one.has_operation) == one.outcome);
  }
}

TEST_CASE("a row without a past is sent with a new key") {
  const RowPlan plan = plan_row(row_of(), nullptr, false, new_key);
  CHECK(plan.is_sent);
  CHECK_FALSE(plan.was_refused);
  CHECK(plan.record.key == "new");
  CHECK(plan.record.line == 7);
  CHECK(plan.record.person == "ada@x");
  CHECK(plan.record.fingerprint == "same");
  CHECK(plan.record.status == 0);
}

TEST_CASE("who was created is never sent again, and told where the row has changed since") {
  const RowRecord created = record_of(201);
  for (const bool retries : {false, true}) {
    const RowPlan plan = plan_row(row_of("pw"), &created, retries, new_key);
    CHECK_FALSE(plan.is_sent);
    CHECK_FALSE(plan.is_changed_in_vain);
    CHECK(plan.record.key == "old");
    CHECK(plan.record.line == 7);
    const RowPlan changed = plan_row(row_of("pw", "other"), &created, retries, new_key);
    CHECK_FALSE(changed.is_sent);
    CHECK(changed.is_changed_in_vain);
  }
}

TEST_CASE("what is open is sent with the same key, whether the row has changed or not") {
  const std::vector<RowRecord> open = {record_of(0),
                                       record_of(503, "outcome_unknown", "/op"),
                                       record_of(502, "partial_create", "/op"),
                                       record_of(409, "request_in_progress"),
                                       record_of(409, "create_in_doubt"),
                                       record_of(422, "idempotency_key_reused")};
  for (const RowRecord& earlier : open) {
    for (const std::string fingerprint : {"same", "other"}) {
      for (const bool retries : {false, true}) {
        CAPTURE(earlier.code);
        const RowPlan plan = plan_row(row_of("pw", fingerprint), &earlier, retries, new_key);
        CHECK(plan.is_sent);
        CHECK_FALSE(plan.was_refused);
        CHECK(plan.record.key == "old");
        // What the key stands for is still the row as it was.
        CHECK(plan.record.fingerprint == "same");
      }
    }
  }
}

TEST_CASE("a refused row keeps its result until it changes, and then gets a new key") {
  for (const RowRecord& refused :
       {record_of(409, "user_exists", "/op"), record_of(422, "invalid_draft", "/op"),
        record_of(404, "customer_not_found", "/op"), record_of(502, "provider_forbidden", "/op")}) {
    CAPTURE(refused.code);
    const RowPlan kept = plan_row(row_of(), &refused, false, new_key);
    CHECK_FALSE(kept.is_sent);
    CHECK(kept.record.status == refused.status);
    CHECK(kept.record.key == "old");

    const RowPlan changed = plan_row(row_of({}, "other"), &refused, false, new_key);
    CHECK(changed.is_sent);
    CHECK(changed.record.key == "new");
    CHECK(changed.record.status == 0);
    CHECK(changed.record.code.empty());
    CHECK(changed.record.operation.empty());

    const RowPlan wanted = plan_row(row_of(), &refused, true, new_key);
    CHECK(wanted.is_sent);
    CHECK(wanted.record.key == "new");
  }
}

TEST_CASE("of a refused row with a password the gateway is asked, for only it knows whether that changed") {
  const RowRecord refused = record_of(422, "invalid_draft", "/op");
  const RowPlan plan = plan_row(row_of("pw"), &refused, false, new_key);
  CHECK(plan.is_sent);
  CHECK(plan.was_refused);
  CHECK(plan.record.key == "old");
}

TEST_CASE("keys are long, random and fit for a header") {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i)
    keys.insert(random_key());
  CHECK(keys.size() == 100);
  for (const std::string& key : keys) {
    CHECK(key.starts_with("usher-"));
    CHECK(key.size() == 6 + 32);
    CHECK(key.find_first_not_of("0123456789abcdef", 6) == std::string::npos);
  }
}

}  // namespace gateway::cli
