#include "gateway/cli/users_query.hpp"

#include "gateway/cli/request_target.hpp"

namespace gateway::cli {
namespace {

RequestTarget of(const UsersQuery& query) {
  std::string path = "/v1/tenants/" + encoded(query.tenant);
  if (!query.across_customers()) path += "/customers/" + encoded(query.customer);
  RequestTarget target(path + "/users");
  target.with("provider", query.provider)
      .with("filter", query.filter)
      .with("search", query.search)
      .with("state", query.state)
      .with("sort", query.sort)
      .with("fields", query.fields)
      .with("include", query.include)
      .with("require", query.require);
  return target;
}

}  // namespace

std::string page_target(const UsersQuery& query, std::uint64_t limit, std::string_view cursor) {
  return of(query).with("limit", std::to_string(limit)).with("cursor", cursor).take();
}

std::string stream_target(const UsersQuery& query) { return of(query).take(); }

}  // namespace gateway::cli
