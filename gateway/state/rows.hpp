// The store's questions and changes, as statements on a database; the transaction is somebody else's. A row
// that is not as it was written is thrown as Damaged, a failing database as SqliteError.
#pragma once

#include "gateway/state/database.hpp"
#include "gateway/state/seal.hpp"
#include "gateway/state/store.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::state::rows {

class Damaged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void put(Database& database, const Seal& seal, const Operation& operation);
std::optional<Operation> find(Database& database, const Seal& seal, const std::string& id);
std::optional<Operation> find_by_key(Database& database, const Seal& seal, const KeyName& name);
std::size_t forget(Database& database, Instant before);
std::vector<Operation> open_operations(Database& database, const Seal& seal);
// Of a row that begins with `document, seal`.
Operation operation_of(const Statement& row, const Seal& seal);

// Each account belongs to the operation that claimed it first.
void claim(Database& database, const AccountName& account, std::string_view operation);
std::optional<std::string> claimant(Database& database, const AccountName& account);
AccountName account_of(const Operation& operation, const Target& target);

void put_token(Database& database, const Seal& seal, const RotatedToken& token);
// Throws std::runtime_error, not Damaged, where it cannot be opened: the next token takes its place.
std::optional<RotatedToken> token(Database& database, const Seal& seal, std::string_view tenant,
                                  std::string_view provider);

}  // namespace gateway::state::rows
