#include "gateway/state/database.hpp"

#include <sqlite3.h>

namespace gateway::state {
namespace {

[[noreturn]] void fail(sqlite3* database, int code) {
  const int primary = code & 0xff;
  std::string what = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  throw SqliteError(primary, what);
}

}  // namespace

bool SqliteError::is_damage() const { return code_ == SQLITE_CORRUPT || code_ == SQLITE_NOTADB; }
bool SqliteError::is_constraint() const { return code_ == SQLITE_CONSTRAINT; }

Database::Database(const std::string& path) {
  // One connection of one thread: SQLite's own mutexes would only cost. Not SQLITE_OPEN_NOFOLLOW: it refuses
  // a link anywhere in the path, and systemd's DynamicUser makes /var/lib/usher one.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  if (code == SQLITE_OK) return;
  const SqliteError error(code & 0xff, sqlite3_errstr(code));
  sqlite3_close(handle_);
  throw error;
}

Database::~Database() { sqlite3_close(handle_); }

void Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(handle_, code);
}

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.next() ? statement.column_integer(0) : 0;
}

std::string Database::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.next() ? std::string(statement.column(0)) : std::string();
}

std::vector<std::string> Database::texts(const char* sql) {
  std::vector<std::string> all;
  Statement statement(*this, sql);
  while (statement.next())
    all.emplace_back(statement.column(0));
  return all;
}

std::size_t Database::changed_rows() const { return static_cast<std::size_t>(sqlite3_changes(handle_)); }
std::int64_t Database::all_changed_rows() const { return sqlite3_total_changes64(handle_); }
bool Database::is_in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::leave_files_when_closed(bool leave) {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0, nullptr);
}

Statement::Statement(Database& database, const char* sql) : database_(database.handle_) {
  check(sqlite3_prepare_v2(database_, sql, -1, &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) fail(database_, code);
}

Statement& Statement::text(std::string_view value) {
  // A null pointer would be bound as NULL.
  const char* const bytes = value.data() != nullptr ? value.data() : "";
  check(sqlite3_bind_text(handle_, ++bound_, bytes, static_cast<int>(value.size()), SQLITE_STATIC));
  return *this;
}

Statement& Statement::text_or_null(std::string_view value) {
  if (!value.empty()) return text(value);
  check(sqlite3_bind_null(handle_, ++bound_));
  return *this;
}

Statement& Statement::bytes(std::string_view value) {
  check(sqlite3_bind_blob(handle_, ++bound_, value.data(), static_cast<int>(value.size()), SQLITE_STATIC));
  return *this;
}

Statement& Statement::integer(std::int64_t value) {
  check(sqlite3_bind_int64(handle_, ++bound_, value));
  return *this;
}

bool Statement::next() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(database_, code);
  return false;
}

std::string_view Statement::column(int index) const {
  const void* const bytes = sqlite3_column_blob(handle_, index);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, index));
  return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
}

std::int64_t Statement::column_integer(int index) const { return sqlite3_column_int64(handle_, index); }

}  // namespace gateway::state
