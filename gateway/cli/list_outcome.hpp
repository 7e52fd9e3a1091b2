// How a list ended: what the commands print last and what the exit code comes from.
#pragma once

#include "gateway/cli/api_answer.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <optional>

namespace gateway::cli {

struct ListOutcome {
  std::uint64_t count = 0;             // users that were printed
  std::optional<bool> complete;        // as Usher says it; none: it was not heard to the end
  std::optional<std::uint64_t> total;  // of a customer's list
  boost::json::array providers;
  boost::json::array warnings;
  boost::json::array customers;  // across customers: what was said as each one ended
  std::optional<ApiFailure> failure;

  // A list that --limit has ended is good as far as it goes.
  bool is_good() const { return !failure && complete.value_or(true); }
};

}  // namespace gateway::cli
