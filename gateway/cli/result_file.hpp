// The CSV that says what became of each row of a users' file, and that the next run of that file goes on
// from. There is never a password in it.
#pragma once

#include "config/checked.hpp"
#include "gateway/cli/row_record.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

// FILE.result.csv for FILE.csv.
std::string result_path_of(const std::string& users_file);

// `where`: the request that the creates are of; a result of another place would be no memory of this one.
std::string encode_results(std::span<const RowRecord> records, std::string_view where);

// By person_key(). Refuses what is no such file, and what is of another place: a wrong key is never guessed.
config::Checked<std::map<std::string, RowRecord>> decode_results(std::string text, std::string_view where);

}  // namespace gateway::cli
