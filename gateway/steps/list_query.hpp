// The query parameters of each route, from decoded text to values. Every mistake of a request is told at
// once, by name; which providers exist for the customer is the plan's to say.
#pragma once

#include "gateway/steps/target.hpp"
#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gateway::steps {

struct ListQuery {
  std::vector<std::string> providers;  // in the order given, none twice; empty: all
  std::uint32_t limit = 100;           // 1 to 1000
  bool require_all = false;
};

struct ProviderQuery {
  std::vector<std::string> providers;  // in the order given, none twice; empty: not said
};

boost::system::result<ListQuery, schema::Problem> list_query(const Query& query);
boost::system::result<ProviderQuery, schema::Problem> create_query(const Query& query);
boost::system::result<ProviderQuery, schema::Problem> user_query(const Query& query);
// For routes without parameters: invalid_parameter if there is one.
std::optional<schema::Problem> no_query(const Query& query);

}  // namespace gateway::steps
