// The query parameters of the routes for customers and for groups, from decoded text to values.
#pragma once

#include "gateway/steps/target.hpp"
#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gateway::steps {

struct CustomersQuery {
  std::vector<std::string> providers;  // in the order given, none twice; empty: all
  std::uint32_t limit = 100;           // 1 to 1000
  std::optional<std::string> cursor;   // as it came
  std::string search;                  // folded (schema/fold.hpp, collation); empty: all customers
  bool require_all = false;
};

struct GroupsQuery {
  std::vector<std::string> providers;  // in the order given, none twice; empty: all
};

boost::system::result<CustomersQuery, schema::Problem> customers_query(const Query& query);
boost::system::result<GroupsQuery, schema::Problem> groups_query(const Query& query);

}  // namespace gateway::steps
