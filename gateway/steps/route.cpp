#include "gateway/steps/route.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace gateway::steps {

namespace {

using config::Permission;
using schema::Problem;
using schema::ProblemCode;

constexpr std::string_view customers_path = "/v1/tenants/{tenant}/customers";
constexpr std::string_view groups_path = "/v1/tenants/{tenant}/groups";
constexpr std::string_view users_path = "/v1/tenants/{tenant}/customers/{customer}/users";
constexpr std::string_view user_path = "/v1/tenants/{tenant}/customers/{customer}/users/{userId}";
constexpr std::string_view batch_path = "/v1/tenants/{tenant}/customers/{customer}/users:batchCreate";
constexpr std::string_view operation_path = "/v1/tenants/{tenant}/operations/{operationId}";
constexpr std::string_view tenant_users_path = "/v1/tenants/{tenant}/users";

// clang-format off
constexpr std::array<RouteRow, route_id_count - 1> routes = {{
    {RouteId::tenants,      "GET",  "/v1/tenants",      Door::portal, Access::client, std::nullopt},
    {RouteId::customers,    "GET",  customers_path,     Door::portal, Access::client, Permission::customers_read},
    {RouteId::groups,       "GET",  groups_path,        Door::portal, Access::client, Permission::users_read},
    {RouteId::users_list,   "GET",  users_path,         Door::portal, Access::client, Permission::users_read},
    {RouteId::user_get,     "GET",  user_path,          Door::portal, Access::client, Permission::users_read},
    {RouteId::users_create, "POST", users_path,         Door::portal, Access::client, Permission::users_create},
    {RouteId::users_batch_create, "POST", batch_path,   Door::portal, Access::client, Permission::users_create},
    {RouteId::tenant_users, "GET",  tenant_users_path,  Door::portal, Access::client, Permission::users_read},
    {RouteId::operation,    "GET",  operation_path,     Door::portal, Access::client, Permission::operations_read},
    {RouteId::livez,        "GET",  "/livez",           Door::both,   Access::open,   std::nullopt},
    {RouteId::readyz,       "GET",  "/readyz",          Door::both,   Access::open,   std::nullopt},
    {RouteId::startupz,     "GET",  "/startupz",        Door::both,   Access::open,   std::nullopt},
    {RouteId::openapi_json, "GET",  "/openapi.json",    Door::portal, Access::open,   std::nullopt},
    {RouteId::openapi_yaml, "GET",  "/openapi.yaml",    Door::portal, Access::open,   std::nullopt},
    {RouteId::problem_page, "GET",  "/problems/{code}", Door::portal, Access::open,   std::nullopt},
    {RouteId::metrics,      "GET",  "/metrics",         Door::admin,  Access::open,   std::nullopt},
    {RouteId::admin_reload, "POST", "/admin/reload",    Door::console, Access::open,  std::nullopt},
    {RouteId::admin_config, "GET",  "/admin/config",    Door::console, Access::open,  std::nullopt},
}};
// clang-format on

constexpr bool rows_stand_at_their_ids() {
  for (std::size_t at = 0; at < routes.size(); ++at) {
    if (static_cast<std::size_t>(routes[at].id) != at) return false;
  }
  return true;
}
static_assert(rows_stand_at_their_ids());

bool is_served(const RouteRow& row, Door door) {
  if (row.door == Door::console || door == Door::console)
    return door == Door::console && row.door != Door::portal;
  return row.door == Door::both || door == Door::both || row.door == door;
}

void set_param(RouteParams& params, std::string_view name, std::string_view value) {
  if (name == "{tenant}") params.tenant = value;
  if (name == "{customer}") params.customer = value;
  if (name == "{userId}") params.user_id = value;
  if (name == "{operationId}") params.operation_id = value;
  if (name == "{code}") params.code = value;
}

std::optional<RouteParams> match_path(std::string_view path_template, std::span<const std::string> segments) {
  RouteParams params;
  for (const std::string& segment : segments) {
    if (path_template.empty()) return std::nullopt;
    path_template.remove_prefix(1);
    const auto end = std::min(path_template.find('/'), path_template.size());
    const auto expected = path_template.substr(0, end);
    path_template.remove_prefix(end);
    if (expected.starts_with('{')) {
      if (segment.empty()) return std::nullopt;
      set_param(params, expected, segment);
    } else if (expected != segment) {
      return std::nullopt;
    }
  }
  if (!path_template.empty()) return std::nullopt;
  return params;
}

bool takes(const RouteRow& row, std::string_view method) {
  return method == row.method || (method == "HEAD" && row.method == "GET");
}

}  // namespace

std::span<const RouteRow> route_table() { return routes; }

std::string_view label_of(RouteId id) {
  return id == RouteId::none ? "none" : routes[static_cast<std::size_t>(id)].path_template;
}

boost::system::result<Match, Problem> match(std::string_view method, std::span<const std::string> segments,
                                            Door door) {
  bool is_known = false;
  for (const RouteRow& row : routes) {
    if (!is_served(row, door)) continue;
    const auto params = match_path(row.path_template, segments);
    if (!params) continue;
    if (takes(row, method)) return Match{&row, *params};
    is_known = true;
  }
  if (!is_known) return Problem(ProblemCode::not_found, "There is nothing at this path.");
  Problem problem(ProblemCode::method_not_allowed, "This path does not take the method of the request.");
  problem.allow = allow_of(segments, door);
  return problem;
}

std::string allow_of(std::span<const std::string> segments, Door door) {
  const bool whole_server = segments.size() == 1 && segments[0] == "*";
  bool get = false;
  bool post = false;
  for (const RouteRow& row : routes) {
    if (!is_served(row, door) || !(whole_server || match_path(row.path_template, segments))) continue;
    get = get || row.method == "GET";
    post = post || row.method == "POST";
  }
  if (!get && !post) return {};
  return std::string(get ? "GET, HEAD, OPTIONS" : "OPTIONS") + (post ? ", POST" : "");
}

}  // namespace gateway::steps
