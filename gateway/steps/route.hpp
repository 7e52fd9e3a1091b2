// The one table of what this version serves. The pipeline matches requests against it, metrics take their
// `route` label from it, and a test compares it with the published OpenAPI document.
#pragma once

#include "config/server.hpp"
#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gateway::steps {

enum class RouteId : std::uint8_t {
  tenants,
  customers,
  groups,
  users_list,
  user_get,
  users_create,
  users_batch_create,
  tenant_users,
  operation,
  livez,
  readyz,
  startupz,
  openapi_json,
  openapi_yaml,
  problem_page,
  metrics,
  admin_reload,
  admin_config,
  none,  // no route: the label of what was refused before or by routing
};
inline constexpr std::size_t route_id_count = 19;

// Which listener a request came in by, and which a route is served on.
//  portal: a public listener; admin: the admin listener
//  console: an admin listener that only this machine reaches; it serves the admin's pages too
//  both: a row for either; as the door of a request, a public listener that serves the admin's pages too
//  (there is no admin listener and there are no clients)
enum class Door : std::uint8_t { portal, admin, console, both };

enum class Access : std::uint8_t { open, client };  // client: 401 without one

struct RouteRow {
  RouteId id;
  std::string_view method;         // GET (HEAD with it) or POST
  std::string_view path_template;  // as in the OpenAPI document
  Door door;
  Access access;
  std::optional<config::Permission> permission;  // none: any client
};

// Without RouteId::none.
std::span<const RouteRow> route_table();
// The path template, "none" for RouteId::none: a label of metrics and logs.
std::string_view label_of(RouteId id);

// Views into the segments that were matched; empty where the template has no such name.
struct RouteParams {
  std::string_view tenant;
  std::string_view customer;
  std::string_view user_id;
  std::string_view operation_id;
  std::string_view code;
};

struct Match {
  const RouteRow* row = nullptr;
  RouteParams params;

  RouteId id() const { return row == nullptr ? RouteId::none : row->id; }
};

// not_found, or method_not_allowed with `allow`, for OPTIONS too (the pipeline answers that one with
// allow_of()). A method that nobody knows is 405 like any other: bad input is never a 5xx.
boost::system::result<Match, schema::Problem> match(std::string_view method,
                                                    std::span<const std::string> segments, Door door);
// The value of Allow for a path, OPTIONS included; empty where there is no such path. "*" has every method.
std::string allow_of(std::span<const std::string> segments, Door door);

}  // namespace gateway::steps
