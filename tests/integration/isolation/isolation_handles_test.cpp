// What one client holds is nothing in another's hands, nor in its own at another tenant: cursors, idempotency
// keys and operations.
#include "tests/integration/isolation/cells.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration::isolation {
namespace {
namespace json = boost::json;
using support::HttpReply;

HttpReply get(const Client& by, const std::string& target) { return town().get(by, target); }

std::string users_path(const Tenant& tenant) {
  return "/v1/tenants/" + tenant.name + "/customers/" + tenant.alias + "/users";
}

std::string next_of(const HttpReply& reply) {
  REQUIRE(reply.status == 200);
  return reply.json().at("nextCursor").as_string().c_str();
}

std::string operation_of(const HttpReply& reply) {
  const std::string link = reply.header("link");
  return link.substr(1, link.find('>') - 1);
}

}  // namespace

TEST_CASE(
    "a cursor is good for the client, the tenant and the customer that it was given for, and for no other") {
  const Client& north = town().client("north");
  const Tenant& alderwood = town().tenant("alderwood");
  const Tenant& elmwood = town().tenant("elmwood");
  const Tenant& firwood = town().tenant("firwood");
  struct Walk {
    std::string path;
    std::vector<std::pair<const Client*, std::string>> elsewhere;
  };
  const std::string customers = "/v1/tenants/alderwood/customers";
  const std::vector<Walk> walks = {
      {users_path(alderwood),
       {{&town().client("reader"), users_path(alderwood)},
        {&north, users_path(elmwood)},
        {&town().only("users.read"), users_path(alderwood)},
        {&north, "/v1/tenants/alderwood/customers/aaaaaaaa-0000-4000-8000-000000000012/users"},
        {&north, customers}}},
      {customers,
       {{&town().only("customers.read"), customers},
        {&north, "/v1/tenants/elmwood/customers"},
        {&north, users_path(alderwood)}}},
      // The same ids at other providers.
      {users_path(elmwood), {{&town().client("south"), users_path(firwood)}}}};
  for (const Walk& walk : walks) {
    CAPTURE(walk.path);
    const std::string cursor = next_of(get(north, walk.path + "?limit=1"));
    for (const auto& [client, path] : walk.elsewhere) {
      CAPTURE(client->name);
      CAPTURE(path);
      const HttpReply refused = get(*client, path + "?limit=1&cursor=" + cursor);
      CHECK(refused.status == 400);
      CHECK(code_of(refused) == "invalid_cursor");
      // As one that nobody ever gave out.
      CHECK(comparable(refused) == comparable(get(*client, path + "?limit=1&cursor=AWsJMHSEANfqevII")));
    }
    CHECK(get(north, walk.path + "?limit=1&cursor=" + cursor).status == 200);
  }
}

TEST_CASE("an idempotency key is its client's and its tenant's own") {
  const Client& north = town().client("north");
  const Client& other = town().all_but("operations.read");
  const Tenant& alderwood = town().tenant("alderwood");
  const Tenant& elmwood = town().tenant("elmwood");
  const Tenant& firwood = town().tenant("firwood");
  const json::object draft = town().draft(alderwood, "keyed");
  const HttpReply first = town().create(north, alderwood, draft, "the-same-key");
  CHECK(first.status == 201);

  // The same person again, by another: nothing is replayed, the person is simply there.
  const HttpReply again = town().create(other, alderwood, draft, "the-same-key");
  CHECK(again.status == 409);
  CHECK(code_of(again) == "user_exists");
  CHECK(again.header("idempotency-replayed").empty());
  // Another draft under the other's key is no misuse of it.
  const HttpReply fresh = town().create(town().all_but("customers.read"), alderwood,
                                        town().draft(alderwood, "keyed-too"), "the-same-key");
  CHECK(fresh.status == 201);

  // At another tenant the key is new, at the same ids of other providers too.
  const json::object twin = town().draft(elmwood, "twin");
  const HttpReply here = town().create(other, elmwood, twin, "the-same-key-2");
  const HttpReply there = town().create(other, firwood, twin, "the-same-key-2");
  for (const HttpReply* const reply : {&here, &there}) {
    CHECK(reply->status == 201);
    CHECK(reply->header("idempotency-replayed").empty());
  }
  CHECK(operation_of(here) != operation_of(there));
  // And its own is what it was.
  const HttpReply replayed = town().create(north, alderwood, draft, "the-same-key");
  CHECK(replayed.status == 201);
  CHECK(replayed.header("idempotency-replayed") == "true");
  CHECK(replayed.body == first.body);
}

TEST_CASE("an operation is there for its client at its tenant, and for nobody else") {
  const Client& north = town().client("north");
  const Client& neighbour = town().all_but("customers.read");
  const Tenant& alderwood = town().tenant("alderwood");
  const HttpReply made = town().create(north, alderwood, town().draft(alderwood, "operated"), "an-operation");
  REQUIRE(made.status == 201);
  const std::string address = operation_of(made);
  const std::string root = "/v1/tenants/alderwood/operations/";
  REQUIRE(address.starts_with(root));
  const std::string id = address.substr(root.size());
  CHECK(get(north, address).status == 200);
  const std::string never = "01890000-0000-7000-8000-00000000dead";
  CHECK(comparable(get(neighbour, address)) == comparable(get(neighbour, root + never)));
  CHECK(code_of(get(neighbour, address)) == "operation_not_found");
  const std::string at_elmwood = "/v1/tenants/elmwood/operations/";
  CHECK(comparable(get(north, at_elmwood + id)) == comparable(get(north, at_elmwood + never)));
  CHECK(code_of(get(north, at_elmwood + id)) == "operation_not_found");
  const HttpReply tagged =
      town().get(neighbour, address, {{"If-None-Match", get(north, address).header("etag")}});
  CHECK(tagged.status == 404);
}

}  // namespace tests::integration::isolation
