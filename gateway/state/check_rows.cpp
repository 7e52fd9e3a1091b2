#include "gateway/state/check_rows.hpp"

#include "gateway/state/rows.hpp"

namespace gateway::state::rows {
namespace {

constexpr std::string_view sealed_text = "usher state";

// In the order in which they were first put, so that who claimed an account first does so again.
constexpr const char* every_row =
    "SELECT document, seal, id, tenant, client, key, is_open, updated_at FROM operations ORDER BY rowid";

bool stands_where_it_says(const Operation& operation, const Statement& row) {
  return operation.id == row.column(2) && operation.tenant == row.column(3) &&
         operation.client == row.column(4) && operation.key == row.column(5);
}

// What these say may also differ because a later version calls something else open.
bool is_filed_as_it_says(const Operation& operation, const Statement& row) {
  return (operation.is_open() ? 1 : 0) == row.column_integer(6) &&
         operation.updated_at == row.column_integer(7);
}

void file(Database& database, const Operation& operation) {
  Statement(database, "UPDATE operations SET is_open = ?, updated_at = ? WHERE id = ?")
      .integer(operation.is_open() ? 1 : 0)
      .integer(operation.updated_at)
      .text(operation.id)
      .done();
}

void mend(Database& database, const Seal& seal) {
  database.run("BEGIN IMMEDIATE; DELETE FROM claims");
  {
    Statement row(database, every_row);
    while (row.next()) {
      const Operation operation = operation_of(row, seal);
      if (!is_filed_as_it_says(operation, row)) file(database, operation);
      for (const Target& target : operation.targets) {
        if (target.has_user()) claim(database, account_of(operation, target), operation.id);
      }
    }
  }
  database.run("COMMIT");
}

}  // namespace

bool has_key(Database& database, const Seal& seal) {
  {
    Statement row(database, "SELECT seal FROM key_check");
    if (row.next()) return seal.is_sealed(sealed_text, row.column(0));
  }
  const Seal::Digest mac = seal.mac(sealed_text);
  Statement(database, "INSERT INTO key_check (seal) VALUES (?)")
      .bytes({reinterpret_cast<const char*>(mac.data()), mac.size()})
      .done();
  return true;
}

void check(Database& database, const Seal& seal) {
  std::int64_t claims = 0;
  bool is_consistent = true;
  {
    Statement row(database, every_row);
    while (row.next()) {
      const Operation operation = operation_of(row, seal);
      if (!stands_where_it_says(operation, row)) throw Damaged("an operation stands under another's name");
      is_consistent = is_consistent && is_filed_as_it_says(operation, row);
      for (const Target& target : operation.targets) {
        if (!target.has_user()) continue;
        const auto owner = claimant(database, account_of(operation, target));
        is_consistent = is_consistent && owner.has_value();
        if (owner == operation.id) ++claims;
      }
    }
  }
  if (!is_consistent || claims != database.number("SELECT count(*) FROM claims")) mend(database, seal);
}

}  // namespace gateway::state::rows
