// A mistake in a file of users, with its place: what the checks before any create collect, found here or told
// by Usher.
#pragma once

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::cli {

struct RowMistake {
  std::size_t line = 0;
  std::string column;   // empty: of the whole line
  std::string message;  // what is wrong and what would be right
};

// "users.csv:3: email: …", a line of its own. Nothing of it drives a terminal.
std::string to_string(const RowMistake& mistake, std::string_view file);

// What a problem says about the row on `line`: a mistake for each of its errors, or one of its own.
std::vector<RowMistake> mistakes_of(const boost::json::object& problem, std::size_t line);

}  // namespace gateway::cli
