// SQLite's connection and statement as objects that clean up after themselves. For the store's files alone: a
// failure is thrown as SqliteError, which never leaves them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace gateway::state {

class SqliteError : public std::runtime_error {
 public:
  SqliteError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  // The primary result code, as SQLITE_FULL.
  int code() const { return code_; }
  // The file is not, or no longer, what SQLite wrote.
  bool is_damage() const;
  // A row breaks a rule of the schema: the caller's matter, not the disk's.
  bool is_constraint() const;

 private:
  int code_;
};

class Database {
 public:
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql);
  std::int64_t number(const char* sql);  // of the first column of the first row; 0 where there is none
  std::string text(const char* sql);     // likewise; empty where there is none
  std::vector<std::string> texts(const char* sql);
  std::size_t changed_rows() const;       // by the last statement
  std::int64_t all_changed_rows() const;  // since it was opened
  bool is_in_transaction() const;
  // Whether closing leaves the file and its -wal as they are, rather than bring the one into the other.
  void leave_files_when_closed(bool leave);

 private:
  friend class Statement;
  sqlite3* handle_ = nullptr;
};

class Statement {
 public:
  Statement(Database& database, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds the next parameter; the text must live until the statement is done.
  Statement& text(std::string_view value);
  Statement& text_or_null(std::string_view value);  // null where it is empty
  Statement& bytes(std::string_view value);
  Statement& integer(std::int64_t value);

  bool next();  // whether there is a further row
  void done() {
    while (next()) {
    }
  }
  // Valid until the next row.
  std::string_view column(int index) const;
  std::int64_t column_integer(int index) const;

 private:
  void check(int code) const;

  sqlite3* database_;
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
};

}  // namespace gateway::state
