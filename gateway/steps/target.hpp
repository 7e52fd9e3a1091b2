// Decodes the path and the query of a request once, strictly; routing and parameters work on the result. What
// a path means is route.hpp's, what a parameter means is list_query.hpp's.
#pragma once

#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway::steps {

using Query = std::vector<std::pair<std::string, std::string>>;  // in the order sent, repeats included

struct Target {
  // Decoded once, valid UTF-8. A trailing slash is a last segment that is empty, which no route matches.
  // "*" of OPTIONS is the one segment "*".
  std::vector<std::string> segments;
  Query query;
};

// Refuses with invalid_request: bad percent-encoding, control bytes, bad UTF-8, an encoded slash or
// backslash,
// "." and ".." (also encoded), empty segments. With invalid_parameter, all at once: bad percent-encoding,
// control bytes, bad UTF-8 and an empty name in the query, where "+" is a space.
boost::system::result<Target, schema::Problem> parse_target(std::string_view path, std::string_view query);

}  // namespace gateway::steps
