// Rows of comma-separated values as RFC 4180 has them: lines end in CRLF, a quote within quotes is doubled. A
// cell that a spreadsheet would take for a formula gets an apostrophe in front: a name that somebody gave
// himself in a directory must not compute anything on the reader's machine.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gateway::cli {

// A text as a cell of ours has it: with that apostrophe where it needs one.
std::string defused(std::string_view text);

void append_csv_cell(std::string& out, std::string_view cell);
void append_csv_row(std::string& out, std::span<const std::string> cells);

}  // namespace gateway::cli
