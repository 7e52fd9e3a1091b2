// The formats that pass users on as Usher wrote them. Across customers each gets a first member `customer`.
#pragma once

#include "gateway/cli/user_writer.hpp"

namespace gateway::cli {

// One user a line, and nothing else: how the list ended is told on stderr.
class NdjsonWriter final : public UserWriter {
 public:
  NdjsonWriter(const WriterWish& wish, Output& output);
  void write(const ListedUser& user) override;

 private:
  bool across_customers_;
  bool is_for_terminal_;
  Output& output_;
};

// One object: `items` with everybody, then how the list ended, as in Usher's own answers. A list that broke
// off is still JSON: with `complete` false and an `error`.
class JsonWriter final : public UserWriter {
 public:
  JsonWriter(const WriterWish& wish, Output& output);
  void begin() override;
  void write(const ListedUser& user) override;
  void end(const ListOutcome& outcome) override;

 private:
  bool across_customers_;
  bool is_for_terminal_;
  Output& output_;
  bool is_first_ = true;
};

}  // namespace gateway::cli
