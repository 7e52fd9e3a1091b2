// The formats that have columns.
#pragma once

#include "gateway/cli/table.hpp"
#include "gateway/cli/user_writer.hpp"

namespace gateway::cli {

// Aligned columns, printed in parts (see Table).
class TableWriter final : public UserWriter {
 public:
  TableWriter(const WriterWish& wish, Output& output);
  void write(const ListedUser& user) override;
  void pause() override;
  void end(const ListOutcome& outcome) override;

 private:
  std::vector<std::string> fields_;
  bool across_customers_;
  Output& output_;
  Table table_;
};

// RFC 4180. On a terminal cells are made visible; in a file they are what they are.
class CsvWriter final : public UserWriter {
 public:
  CsvWriter(const WriterWish& wish, Output& output);
  void begin() override;
  void write(const ListedUser& user) override;

 private:
  void append(std::vector<std::string> row);

  std::vector<std::string> fields_;
  bool across_customers_;
  bool is_for_terminal_;
  Output& output_;
};

}  // namespace gateway::cli
