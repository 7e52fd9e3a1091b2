#include "gateway/state/open_database.hpp"

#include "gateway/state/check_rows.hpp"
#include "gateway/state/migrations.hpp"
#include "gateway/state/rows.hpp"
#include "gateway/state/state_files.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sqlite3.h>
#include <vector>

namespace gateway::state {
namespace fs = std::filesystem;
namespace {

using Opened = StateResult<std::unique_ptr<Database>>;

constexpr const char* in_memory = ":memory:";

void lock(Database& database) {
  // Taken with the first reading and kept: no other process can have the file meanwhile. Before the first
  // access, or there would be a -shm.
  database.run("PRAGMA locking_mode = EXCLUSIVE");
  database.run("PRAGMA busy_timeout = 0");
  database.run("PRAGMA trusted_schema = OFF");
  database.run("PRAGMA cell_size_check = ON");
  database.run("BEGIN EXCLUSIVE; COMMIT");
}

void configure(Database& database, std::int64_t most_pages) {
  // What is replaced or forgotten is overwritten: a token that was rotated away, and who was created.
  database.run("PRAGMA secure_delete = ON");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  if (most_pages > 0) database.text(("PRAGMA max_page_count = " + std::to_string(most_pages)).c_str());
}

// A file that is whole before it has its name.
void make_database(const std::string& draft) {
  Database database(draft);
  database.run("PRAGMA journal_mode = MEMORY");  // no second file that could be left behind
  migrate(database);
}

// Indexes can be made anew of their tables; of anything else there is no second copy.
bool is_of_index(const std::string& complaint) { return complaint.find(" index ") != std::string::npos; }

// Empty: all is well, perhaps after a repair.
std::string find_damage(Database& database) {
  const char* const check = "PRAGMA integrity_check(10)";
  std::vector<std::string> complaints = database.texts(check);
  if (std::ranges::all_of(complaints, is_of_index)) {
    database.run("REINDEX");
    complaints = database.texts(check);
  }
  return complaints.size() == 1 && complaints.front() == "ok" ? "" : complaints.front();
}

Opened open_file(const std::string& path, const Seal& seal, std::int64_t most_pages) {
  std::error_code error;
  const bool has_log = fs::file_size(path + "-wal", error) > 0 && !error;
  auto database = std::make_unique<Database>(path);
  // What is not ours to change, or is damaged, stays as it was found.
  database->leave_files_when_closed(has_log);
  lock(*database);
  if (const auto foreign = migrate(*database)) return state_file_fault(path, *foreign);
  configure(*database, most_pages);
  if (const std::string damage = find_damage(*database); !damage.empty()) throw rows::Damaged(damage);
  if (!rows::has_key(*database, seal)) {
    return state_file_fault(
        path,
        "it was written with another state key: put that key back, or move the file away to "
        "begin anew (keys that were used before are then forgotten)");
  }
  rows::check(*database, seal);
  database->leave_files_when_closed(false);
  return database;
}

}  // namespace

StateResult<std::unique_ptr<Database>> open_database(const std::string& path, const Seal& seal,
                                                     std::int64_t most_pages) {
  try {
    if (path != in_memory) {
      if (auto no = prepare_state_file(path, make_database)) return std::move(*no);
    }
    return open_file(path, seal, most_pages);
  } catch (const rows::Damaged& damaged) {
    return set_state_file_aside(path, damaged.what());
  } catch (const SqliteError& error) {
    // At this point only an index that cannot be made anew breaks a rule of the schema.
    if (error.is_damage() || error.is_constraint()) return set_state_file_aside(path, error.what());
    if (error.code() == SQLITE_BUSY || error.code() == SQLITE_LOCKED)
      return state_file_fault(path, "it is in use by another process");
    return state_file_fault(path, error.what());
  }
}

}  // namespace gateway::state
