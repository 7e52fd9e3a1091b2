#include "gateway/steps/directory_query.hpp"

#include "gateway/steps/query_reader.hpp"

#include <string_view>
#include <utility>

namespace gateway::steps {

namespace {

using schema::Problem;

}  // namespace

boost::system::result<CustomersQuery, Problem> customers_query(const Query& query) {
  CustomersQuery result;
  auto mistakes = read_each(query, [&](std::string_view name, std::string_view value, auto& told) {
    if (name == "provider") {
      read_providers(value, result.providers, told);
    } else if (name == "limit") {
      read_limit(value, result.limit, told);
    } else if (name == "cursor") {
      result.cursor = value;
    } else if (name == "search") {
      read_search(value, result.search, told);
    } else if (name == "require") {
      read_require(value, result.require_all, told);
    } else {
      return false;
    }
    return true;
  });
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return result;
}

boost::system::result<GroupsQuery, Problem> groups_query(const Query& query) {
  GroupsQuery result;
  auto mistakes = read_each(query, [&](std::string_view name, std::string_view value, auto& told) {
    if (name != "provider") return false;
    read_providers(value, result.providers, told);
    return true;
  });
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return result;
}

}  // namespace gateway::steps
