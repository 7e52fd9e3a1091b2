#include "gateway/steps/page_target.hpp"

#include <doctest/doctest.h>

namespace gateway::steps {

namespace {

Target target_of(std::string_view path, std::string_view query) { return *parse_target(path, query); }

Tenant a_tenant() {
  Tenant tenant;
  tenant.plan.name = "contoso";
  tenant.plan.providers = {"partner_center", "cloud_cockpit"};
  return tenant;
}

}  // namespace

TEST_CASE("the next page's target has the same parameters, encoded anew, and the new cursor") {
  const Target target = target_of("/v1/tenants/contoso/customers/a%20b/users",
                                  "limit=5&filter=email%20eq%20%22a%26b%22&cursor=old&search=%C3%A9");
  const std::string next = page_target(target, "new-cursor_1");
  CHECK(next ==
        "/v1/tenants/contoso/customers/a%20b/users?limit=5&filter=email%20eq%20%22a%26b%22&"
        "search=%C3%A9&cursor=new-cursor_1");
  const auto question = next.find('?');
  const Target again = target_of(next.substr(0, question), next.substr(question + 1));
  CHECK(again.segments == target.segments);
  CHECK(again.query[1] == target.query[1]);
}

TEST_CASE("a cursor holds for one client, tenant, order of providers, resource, customer and query") {
  const Tenant tenant = a_tenant();
  const Query query = {{"sort", "id"}};
  const std::string whole = cursor_binding("portal", tenant, "users", "twelve", query);
  CHECK(whole == cursor_binding("portal", tenant, "users", "twelve", {{"limit", "5"}, {"sort", "id"}}));
  CHECK(whole != cursor_binding("other", tenant, "users", "twelve", query));
  CHECK(whole != cursor_binding("portal", tenant, "customers", "twelve", query));
  CHECK(whole != cursor_binding("portal", tenant, "users", "crowd", query));
  CHECK(whole != cursor_binding("portal", tenant, "users", "twelve", {}));
  Tenant other = a_tenant();
  other.plan.name = "fabrikam";
  CHECK(whole != cursor_binding("portal", other, "users", "twelve", query));
  Tenant reversed = a_tenant();
  std::swap(reversed.plan.providers[0], reversed.plan.providers[1]);
  CHECK(whole != cursor_binding("portal", reversed, "users", "twelve", query));
}

TEST_CASE("a customer's GUID is the same in any case") {
  const Tenant tenant = a_tenant();
  CHECK(cursor_binding("p", tenant, "users", "AAAAAAAA-0000-4000-8000-000000000012", {}) ==
        cursor_binding("p", tenant, "users", "aaaaaaaa-0000-4000-8000-000000000012", {}));
}

}  // namespace gateway::steps
