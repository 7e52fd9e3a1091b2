// The two ways to read a list from Usher to its end: page by page, in order, or as one stream, in any order
// and also across customers.
#pragma once

#include "gateway/cli/api_client.hpp"
#include "gateway/cli/delivery.hpp"
#include "gateway/cli/list_outcome.hpp"
#include "gateway/cli/users_query.hpp"

#include <boost/json/parse_options.hpp>

namespace gateway::cli {

ListOutcome read_pages(ApiClient& client, const UsersQuery& query, Delivery& delivery);
ListOutcome read_stream(ApiClient& client, const UsersQuery& query, Delivery& delivery);

// A provider's own object, under `raw`, may be nested deeper than Boost.JSON takes by default.
boost::json::parse_options json_options();

}  // namespace gateway::cli
