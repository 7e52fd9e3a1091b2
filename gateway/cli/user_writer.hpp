// The formats of `users list`: one writer each, fed user by user, so that a list is printed while it comes.
#pragma once

#include "gateway/cli/list_outcome.hpp"
#include "gateway/cli/output.hpp"
#include "gateway/cli/user_cells.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gateway::cli {

enum class Format { table, json, ndjson, csv };

class UserWriter {
 public:
  virtual ~UserWriter() = default;
  // The list has begun: Usher has answered well.
  virtual void begin() {}
  virtual void write(const ListedUser& user) = 0;
  // A good place for a format that keeps rows to print them.
  virtual void pause() {}
  // However it ended. Only after begin().
  virtual void end(const ListOutcome&) {}
};

struct WriterWish {
  Format format = Format::table;
  std::vector<std::string> fields;  // the columns of tables and CSV
  bool across_customers = false;    // each user then says whose it is
  bool is_for_terminal = false;     // nothing printed may drive it
  std::optional<std::size_t> terminal_width;
};

// `output` outlives it.
std::unique_ptr<UserWriter> make_writer(const WriterWish& wish, Output& output);

}  // namespace gateway::cli
