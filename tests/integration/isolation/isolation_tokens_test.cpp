// A token narrows its client and widens nothing: of what it names it gets what the client has, and no more.
#include "tests/integration/isolation/cells.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration::isolation {
namespace {
using support::HttpReply;

HttpReply list(const Client& by, std::string_view tenant, std::string_view what) {
  std::string alias = "nobodys-heath";
  if (tenant != "nobodys-tenant") alias = town().tenant(tenant).alias;
  return town().get(by, "/v1/tenants/" + std::string(tenant) + "/customers" +
                            (what == "users" ? "/" + alias + "/users" : std::string()));
}

// To the letter as a tenant that does not exist.
void check_not_there(const Client& by, std::string_view tenant) {
  CAPTURE(tenant);
  const HttpReply reply = list(by, tenant, "customers");
  CHECK(reply.status == 404);
  CHECK(code_of(reply) == "tenant_not_found");
  CHECK(comparable(reply) == comparable(list(by, "nobodys-tenant", "customers")));
  CHECK(town().strangers_in(whole(reply), by, "") == "");
}

const std::vector<std::string> everything(std::begin(every_permission), std::end(every_permission));

}  // namespace

TEST_CASE("a tenant that a token names is not there where its client has not got it") {
  const Client greedy = town().reader_naming({{"dogwood", "elmwood", "firwood"}, everything});
  town().forget_requests();
  for (const char* const tenant : {"dogwood", "elmwood", "firwood"})
    check_not_there(greedy, tenant);
  CHECK(town().get(greedy, "/v1/tenants").json().at("items").as_array().empty());
  for (const Tenant& one : town().tenants())
    CHECK(town().heard_by(one) == 0);
}

TEST_CASE("a tenant of a client is there for its tokens that name it, and not for the others") {
  // The matrix's own token leaves birchwood out, though the client has it.
  const Client other = town().reader_naming({{"birchwood"}, {"users.read"}});
  CHECK(list(other, "birchwood", "users").status == 200);
  check_not_there(town().client("reader"), "birchwood");
  for (const char* const tenant : {"alderwood", "cedarwood"}) {
    CHECK(list(town().client("reader"), tenant, "users").status == 200);
    check_not_there(other, tenant);
  }
}

TEST_CASE("a permission is a token's where both name it, the token and its client") {
  const Client& reader = town().client("reader");
  CHECK(code_of(list(reader, "alderwood", "customers")) == "forbidden");
  const Client wide = town().reader_naming({{"alderwood"}, everything});
  CHECK(list(wide, "alderwood", "customers").status == 200);
  const HttpReply operation =
      town().get(wide, "/v1/tenants/alderwood/operations/01890000-0000-7000-8000-00000000dead");
  CHECK(operation.status == 403);
  CHECK(code_of(operation) == "forbidden");
}

}  // namespace tests::integration::isolation
