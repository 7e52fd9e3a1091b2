#include "gateway/steps/route.hpp"

#include "gateway/steps/target.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace gateway::steps {

namespace {

using schema::ProblemCode;

std::vector<std::string> segments_of(const std::string& path) { return parse_target(path, "")->segments; }

unsigned status_of(const std::string& method, const std::string& path, Door door = Door::portal) {
  const auto segments = segments_of(path);
  const auto found = match(method, segments, door);
  return found.has_value() ? 200 : schema::kind_of(found.error().code).status;
}

constexpr const char* customer_guid = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";

TEST_CASE("serves what changes the process at the console alone, and the admin's pages there too") {
  for (const Door door : {Door::portal, Door::admin, Door::both}) {
    CHECK(status_of("POST", "/admin/reload", door) == 404);
    CHECK(status_of("GET", "/admin/config", door) == 404);
  }
  CHECK(match("GET", segments_of("/metrics"), Door::console).has_value());
  CHECK(match("GET", segments_of("/livez"), Door::console).has_value());
  CHECK(status_of("GET", "/v1/tenants", Door::console) == 404);
}

}  // namespace

TEST_CASE("finds the route of each path that is served, by GET and HEAD or by POST") {
  struct Row {
    std::string method, path;
    RouteId id;
  };
  const std::vector<Row> rows = {
      {"GET", "/v1/tenants", RouteId::tenants},
      {"GET", "/v1/tenants/contoso/customers", RouteId::customers},
      {"GET", "/v1/tenants/contoso/groups", RouteId::groups},
      {"GET", "/v1/tenants/contoso/customers/fabrikam/users", RouteId::users_list},
      {"POST", "/v1/tenants/contoso/customers/fabrikam/users", RouteId::users_create},
      {"GET", "/v1/tenants/contoso/customers/fabrikam/users/cloud_cockpit:1", RouteId::user_get},
      {"POST", "/v1/tenants/contoso/customers/fabrikam/users:batchCreate", RouteId::users_batch_create},
      {"GET", "/v1/tenants/contoso/users", RouteId::tenant_users},
      {"GET", "/v1/tenants/contoso/operations/1", RouteId::operation},
      {"GET", "/livez", RouteId::livez},
      {"GET", "/readyz", RouteId::readyz},
      {"GET", "/startupz", RouteId::startupz},
      {"GET", "/openapi.json", RouteId::openapi_json},
      {"GET", "/openapi.yaml", RouteId::openapi_yaml},
      {"GET", "/problems/not_found", RouteId::problem_page},
      {"GET", "/metrics", RouteId::metrics},
      {"POST", "/admin/reload", RouteId::admin_reload},
      {"GET", "/admin/config", RouteId::admin_config},
  };
  CHECK(rows.size() == route_table().size());
  for (const Row& row : rows) {
    CAPTURE(row.path);
    const auto segments = segments_of(row.path);
    const Door door = row.path.starts_with("/admin/") ? Door::console : Door::both;
    const auto found = match(row.method, segments, door);
    REQUIRE(found.has_value());
    CHECK(found->id() == row.id);
    CHECK(label_of(row.id) == found->row->path_template);
    if (row.method == "GET") {
      const auto head = match("HEAD", segments, door);
      REQUIRE(head.has_value());
      CHECK(head->id() == row.id);
    }
  }
}

TEST_CASE("hands on what stands in the places of a path") {
  const auto segments =
      segments_of(std::string("/v1/tenants/contoso/customers/") + customer_guid + "/users/a%3Ab");
  const auto found = match("GET", segments, Door::portal);
  REQUIRE(found.has_value());
  CHECK(found->params.tenant == "contoso");
  CHECK(found->params.customer == customer_guid);
  CHECK(found->params.user_id == "a:b");
  CHECK(found->params.code.empty());
  const auto operation = segments_of("/v1/tenants/contoso/operations/1");
  CHECK(match("GET", operation, Door::portal)->params.operation_id == "1");
  const auto page = segments_of("/problems/internal");
  CHECK(match("GET", page, Door::portal)->params.code == "internal");
}

TEST_CASE("answers 404 to every path that this version does not serve") {
  for (const std::string path : {"/",
                                 "/v1",
                                 "/v1/",
                                 "/v2/tenants",
                                 "/V1/tenants",
                                 "/v1/Tenants",
                                 "/v1/tenants/",
                                 "/v1/tenants/contoso",
                                 "/v1/tenants/contoso/customers/",
                                 "/v1/tenants/contoso/customers/fabrikam",
                                 "/v1/tenants/contoso/customers/fabrikam/",
                                 "/v1/tenants/contoso/customers/fabrikam/users/",
                                 "/v1/tenants/contoso/customers/fabrikam/users/a/b",
                                 "/v1/tenants/contoso/customers/fabrikam/users:batchcreate",
                                 "/v1/tenants/contoso/customers/fabrikam/users:batchCreate/",
                                 "/v1/tenants/contoso/customers/fabrikam/users:",
                                 "/v1/tenants/contoso/customers/fabrikam/Users",
                                 "/v1/tenants/contoso/users/a",
                                 "/v1/tenants/contoso/groups/1",
                                 "/v1/tenants/contoso/operations",
                                 "/v1/tenants/contoso/operations/",
                                 "/v1/tenants/contoso/operations/1/2",
                                 "/livez/",
                                 "/livez/x",
                                 "/Livez",
                                 "/openapi",
                                 "/openapi.json/",
                                 "/problems",
                                 "/problems/",
                                 "/problems/a/b",
                                 "/%7Btenant%7D",
                                 "/admin/reload",
                                 "/%252e%252e/livez"}) {
    CAPTURE(path);
    for (const std::string method : {"GET", "POST", "OPTIONS", "BREW"}) {
      CHECK(status_of(method, path, Door::both) == 404);
    }
    const auto segments = segments_of(path);
    CHECK(allow_of(segments, Door::both).empty());
  }
  CHECK(match("GET", {}, Door::both).has_error());
}

TEST_CASE("answers 405 with Allow to a method that a path does not take, also to one that nobody knows") {
  const std::string users = "/v1/tenants/contoso/customers/fabrikam/users";
  for (const std::string method : {"PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW", "get", "Post", ""}) {
    CAPTURE(method);
    const auto segments = segments_of(users);
    const auto found = match(method, segments, Door::portal);
    REQUIRE(found.has_error());
    CHECK(found.error().code == ProblemCode::method_not_allowed);
    CHECK(found.error().allow == "GET, HEAD, OPTIONS, POST");
  }
  const auto livez = segments_of("/livez");
  CHECK(match("POST", livez, Door::portal).error().allow == "GET, HEAD, OPTIONS");
  CHECK(status_of("POST", users + "/partner_center:1") == 405);
  const auto batch = segments_of(users + ":batchCreate");
  CHECK(match("GET", batch, Door::portal).error().allow == "OPTIONS, POST");
  CHECK(status_of("POST", "/v1/tenants/contoso/operations/1") == 405);
  CHECK(allow_of(std::vector<std::string>{"*"}, Door::portal) == "GET, HEAD, OPTIONS, POST");
}

TEST_CASE("shows metrics to the admin's door only, and users to the portal's only") {
  CHECK(status_of("GET", "/metrics", Door::portal) == 404);
  CHECK(status_of("POST", "/metrics", Door::portal) == 404);
  CHECK(status_of("GET", "/metrics", Door::admin) == 200);
  CHECK(status_of("GET", "/metrics", Door::both) == 200);
  CHECK(status_of("GET", "/v1/tenants", Door::admin) == 404);
  CHECK(status_of("GET", "/v1/tenants", Door::both) == 200);
  for (const std::string health : {"/livez", "/readyz", "/startupz"}) {
    CHECK(status_of("GET", health, Door::portal) == 200);
    CHECK(status_of("GET", health, Door::admin) == 200);
  }
  const auto metrics = segments_of("/metrics");
  CHECK(allow_of(metrics, Door::portal).empty());
}

TEST_CASE("asks for a client wherever tenants are, and nowhere else") {
  std::set<std::string> seen;
  for (const RouteRow& row : route_table()) {
    CAPTURE(row.path_template);
    CHECK((row.access == Access::client) == row.path_template.starts_with("/v1/"));
    CHECK(row.permission.has_value() == (row.path_template.find("{tenant}") != std::string_view::npos));
    CHECK(seen.insert(std::string(row.method) + " " + std::string(row.path_template)).second);
  }
  const auto users = segments_of("/v1/tenants/a/customers/b/users");
  CHECK(match("GET", users, Door::portal)->row->permission == config::Permission::users_read);
  CHECK(match("POST", users, Door::portal)->row->permission == config::Permission::users_create);
  const auto customers = segments_of("/v1/tenants/a/customers");
  CHECK(match("GET", customers, Door::portal)->row->permission == config::Permission::customers_read);
  const auto groups = segments_of("/v1/tenants/a/groups");
  CHECK(match("GET", groups, Door::portal)->row->permission == config::Permission::users_read);
  const auto batch = segments_of("/v1/tenants/a/customers/b/users:batchCreate");
  CHECK(match("POST", batch, Door::portal)->row->permission == config::Permission::users_create);
  const auto operation = segments_of("/v1/tenants/a/operations/c");
  CHECK(match("GET", operation, Door::portal)->row->permission == config::Permission::operations_read);
  CHECK(label_of(RouteId::none) == "none");
}

}  // namespace gateway::steps
