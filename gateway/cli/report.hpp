// What is told about a list on stderr, for a person: problems, what is missing and why, warnings. Texts of
// providers are made harmless for a terminal.
#pragma once

#include "gateway/cli/list_outcome.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace gateway::cli {

// RFC 9457, as lines: title, code and detail, then provider, remedy, each error and the correlation id.
std::string problem_text(const boost::json::object& problem, std::string_view indent = "");

// "usher: " and why there is nothing, or no more of it.
std::string failure_text(const ApiFailure& failure);

// All that there is to tell; empty after a good list without warnings.
std::string outcome_text(const ListOutcome& outcome);

}  // namespace gateway::cli
