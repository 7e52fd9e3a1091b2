#include "gateway/cli/users_query.hpp"

#include <doctest/doctest.h>

namespace gateway::cli {

TEST_CASE("every parameter that was given is asked for, encoded, and no other") {
  UsersQuery query;
  query.tenant = "contoso";
  query.customer = "a/b?c";
  CHECK(page_target(query, 1000, "") == "/v1/tenants/contoso/customers/a%2Fb%3Fc/users?limit=1000");
  CHECK(stream_target(query) == "/v1/tenants/contoso/customers/a%2Fb%3Fc/users");

  query.customer = "twelve";
  query.provider = "partner_center,cloud_cockpit";
  query.filter = "displayName sw \"Ä&=\" and not (state pr)";
  query.search = "a+b";
  query.state = "any";
  query.sort = "-displayName";
  query.fields = "displayName,email";
  query.include = "raw";
  query.require = "all";
  CHECK(page_target(query, 5, "c=/+") ==
        "/v1/tenants/contoso/customers/twelve/users?provider=partner_center%2Ccloud_cockpit"
        "&filter=displayName%20sw%20%22%C3%84%26%3D%22%20and%20not%20%28state%20pr%29&search=a%2Bb&state=any"
        "&sort=-displayName&fields=displayName%2Cemail&include=raw&require=all&limit=5&cursor=c%3D%2F%2B");
}

TEST_CASE("without a customer the users of all are asked for") {
  UsersQuery query;
  query.tenant = "contoso";
  query.search = "ada";
  CHECK(stream_target(query) == "/v1/tenants/contoso/users?search=ada");
}

}  // namespace gateway::cli
