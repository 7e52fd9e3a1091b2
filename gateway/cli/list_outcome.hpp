// How a list ended: what the commands print last and what the exit code comes from.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gateway::cli {

// Why there is no list, or no more of it.
struct ListFailure {
  std::string detail;                          // a sentence for a person; or
  std::optional<boost::json::object> problem;  // what Usher answered, RFC 9457
};

struct ListOutcome {
  std::uint64_t count = 0;             // users that were printed
  std::optional<bool> complete;        // as Usher says it; none: it was not heard to the end
  std::optional<std::uint64_t> total;  // of a customer's list
  boost::json::array providers;
  boost::json::array warnings;
  boost::json::array customers;  // across customers: what was said as each one ended
  std::optional<ListFailure> failure;

  // A list that --limit has ended is good as far as it goes.
  bool is_good() const { return !failure && complete.value_or(true); }
};

}  // namespace gateway::cli
