// Rows out of a CSV file as RFC 4180 has it: UTF-8 with or without a byte order mark, lines that end in CRLF
// or LF, empty lines passed over. Every mistake is kept with its line. What the columns mean is others' to
// say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

struct CsvCell {
  std::string_view text;
  std::size_t line = 0;  // where it begins, from 1
};

struct CsvRow {
  std::size_t line = 0;
  std::vector<CsvCell> cells;  // at least one
};

struct CsvMistake {
  std::size_t line = 0;
  std::size_t cell = 0;  // from 1; 0: of the whole line
  std::string message;
};

struct CsvReading {
  std::vector<CsvRow> rows;
  std::vector<CsvMistake> mistakes;
};

// The cells view `text`, in which quotes are undone where they stand: so a file with passwords stays in one
// buffer, which its owner can wipe.
CsvReading read_csv(std::string& text);

}  // namespace gateway::cli
