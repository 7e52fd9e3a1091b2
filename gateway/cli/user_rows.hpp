// The users of a CSV file, and everything that can be said against it without asking anybody: columns, cells,
// quotes, flags, and that two rows are one person.
#pragma once

#include "gateway/cli/draft_columns.hpp"
#include "gateway/cli/row_mistake.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

struct UserRow {
  std::size_t line = 0;
  DraftCells cells;
  std::string person;       // userPrincipalName, else email, as it stands there
  std::string person_key;   // see person_key()
  std::string fingerprint;  // of all cells but the password
};

struct UserRows {
  std::vector<UserRow> rows;  // those without a mistake
  std::vector<RowMistake> mistakes;
  bool has_passwords = false;
  bool is_header_good = true;  // else the rows say nothing
};

// The cells view `text`, which is written over (see read_csv).
UserRows read_user_rows(std::string& text);

// The same for every spelling of one person, in a users' file and in a result file alike.
std::string person_key(std::string_view person);

}  // namespace gateway::cli
