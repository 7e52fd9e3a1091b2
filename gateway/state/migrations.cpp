#include "gateway/state/migrations.hpp"

#include <array>

namespace gateway::state {
namespace {

// Never change one that was released: add another.
constexpr std::array<const char*, 1> steps = {
    // 1. What an operation is stands in its document; the columns beside it are what it is found by, and
    // `seal` is a keyed hash of it. (With row ids: documents are long, and a table without them would keep
    // them in the inner pages of its tree.) A claim says which operation made an account; it follows from
    // the documents as an index does. The key's check tells another key from damage.
    R"(
CREATE TABLE operations (
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  client TEXT NOT NULL,
  key TEXT,
  is_open INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  seal BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX operations_by_key ON operations (tenant, client, key) WHERE key IS NOT NULL;
CREATE INDEX operations_by_age ON operations (is_open, updated_at);
CREATE TABLE claims (
  tenant TEXT NOT NULL,
  provider TEXT NOT NULL,
  customer TEXT NOT NULL,
  user_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  PRIMARY KEY (tenant, provider, customer, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_by_operation ON claims (operation);
CREATE TABLE refresh_tokens (
  tenant TEXT NOT NULL,
  provider TEXT NOT NULL,
  configured TEXT NOT NULL,
  sealed BLOB NOT NULL,
  rotated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, provider)
) STRICT, WITHOUT ROWID;
CREATE TABLE key_check (seal BLOB NOT NULL) STRICT;
)"};

}  // namespace

int newest_version() { return static_cast<int>(steps.size()); }

std::optional<std::string> migrate(Database& database) {
  const auto version = database.number("PRAGMA user_version");
  if (version < 0 || version > newest_version()) {
    return "it was made by a newer Usher (version " + std::to_string(version) +
           " of its tables; this one knows " + std::to_string(newest_version()) +
           "): start that one, or move the file away to begin anew (keys that were used before are then "
           "forgotten)";
  }
  if (version == 0 && database.number("SELECT count(*) FROM sqlite_schema") > 0)
    return "it is a database of something else than Usher: give `state` a path of its own";
  for (auto next = static_cast<std::size_t>(version); next < steps.size(); ++next) {
    const std::string step = std::string("BEGIN IMMEDIATE;") + steps[next] +
                             "PRAGMA user_version = " + std::to_string(next + 1) + ";COMMIT;";
    database.run(step.c_str());
  }
  return std::nullopt;
}

}  // namespace gateway::state
