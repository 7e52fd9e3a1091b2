// Who may do what: keys, tenants and permissions, judged on the head and in one order.
#include "tests/integration/callers.hpp"

#include "tests/integration/hostile.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::Headers;
using support::HttpConnection;
using support::HttpReply;

const std::string old_key = "old-key-of-the-reader-0123456789abcdef0123456789abcdef";
const std::string new_key = "new-key-of-the-reader-0123456789abcdef0123456789abcdef";
const std::string writer_key = "key-of-the-writer-0123456789abcdef0123456789abcdef";
const std::string stranger_key = "key-of-the-stranger-0123456789abcdef0123456789abcdef";

std::string with_clients() {
  std::string yaml = support::emulated_yaml(arena().emulator,
                                            "clients:\n"
                                            "  reader: {api_key_sha256: [" +
                                                hash_of_key(old_key) + ", " + hash_of_key(new_key) +
                                                "], tenants: [contoso], allow: [users.read]}\n"
                                                "  writer: {api_key_sha256: [" +
                                                hash_of_key(writer_key) +
                                                "], tenants: [contoso], allow: [users.create]}\n"
                                                "  stranger: {api_key_sha256: [" +
                                                hash_of_key(stranger_key) +
                                                "], tenants: [fabrikam], allow: [users.read]}\n");
  return yaml +
         "  fabrikam: {providers: {cloud_cockpit: {x_tenant: a.example, auth: {bearer_token: abc}}}}\n";
}

support::GatewayProcess& guarded() {
  static support::GatewayProcess gateway(with_clients());
  return gateway;
}

}  // namespace

TEST_CASE("lets a client in with either of its two keys, the scheme in any case") {
  for (const std::string& value : {"Bearer " + old_key, "bearer " + new_key, "BEARER   " + new_key}) {
    CAPTURE(value);
    CHECK(guarded().get(users_target, {{"Authorization", value}}).status == 200);
  }
}

TEST_CASE("gives every bad credential the same answer") {
  const HttpReply none = guarded().get(users_target);
  CHECK(none.status == 401);
  CHECK(code_of(none) == "unauthenticated");
  CHECK(none.header("www-authenticate") == "Bearer realm=\"usher\"");
  for (const std::string& value : std::vector<std::string>{
           "", "Bearer", "Bearer ", "Bearer can4ry", "Bearer " + old_key + "x",
           "Bearer " + old_key.substr(0, old_key.size() - 1), "Bearer " + hash_of_key(old_key),
           "Basic " + old_key, old_key, "Bearer " + old_key + " " + new_key, "Bearer\t" + old_key,
           "Token " + old_key, "Bearer " + std::string(8000, 'a')}) {
    CAPTURE(value);
    CHECK(comparable(guarded().get(users_target, {{"Authorization", value}})) == comparable(none));
  }
}

TEST_CASE("shows no difference between another's tenant and one that does not exist") {
  const auto ask = [](const std::string& tenant) {
    return comparable(guarded().get("/v1/tenants/" + tenant + "/customers/twelve/users", bearing(old_key)));
  };
  const std::string foreign = ask("fabrikam");
  CHECK(foreign.starts_with("404\n"));
  CHECK(foreign.find("tenant_not_found") != foreign.npos);
  CHECK(foreign == ask("nobodys"));
  CHECK(foreign == ask("%41"));

  const HttpReply own = guarded().get("/v1/tenants", bearing(stranger_key));
  CHECK(own.json().at("items").as_array().size() == 1);
  CHECK(own.json().at("items").at(0).at("name") == "fabrikam");
}

TEST_CASE("judges in the order 401, 404, 403, and before parameters and bodies") {
  struct Row {
    const char* method;
    const char* tenant;
    std::string key;
    unsigned status;
    const char* code;
  };
  for (const Row& row : {Row{"GET", "contoso", "wrong", 401, "unauthenticated"},
                         Row{"GET", "nobodys", "wrong", 401, "unauthenticated"},
                         Row{"GET", "nobodys", writer_key, 404, "tenant_not_found"},
                         Row{"GET", "fabrikam", writer_key, 404, "tenant_not_found"},
                         Row{"GET", "contoso", writer_key, 403, "forbidden"},
                         Row{"POST", "contoso", new_key, 403, "forbidden"},
                         Row{"GET", "contoso", old_key, 400, "invalid_parameter"},
                         Row{"POST", "contoso", writer_key, 400, "invalid_parameter"}}) {
    CAPTURE(row.method);
    CAPTURE(row.tenant);
    const std::string target = "/v1/tenants/" + std::string(row.tenant) + "/customers/twelve/users?unknown=1";
    std::optional<std::string_view> body;
    if (row.method == std::string_view("POST")) body = "{}";
    const auto reply = support::request(guarded().port(), row.method, target, bearing(row.key), body);
    CHECK(reply.status == row.status);
    CHECK(code_of(reply) == row.code);
  }
}

TEST_CASE("decides before it reads the body") {
  arena().emulator.clear_ledger();
  for (const char* fields :
       {"Expect: 100-continue\r\nContent-Length: 100\r\n", "Content-Length: 9999999999\r\n",
        "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n"}) {
    for (const auto& [key, status] : {std::pair<std::string, unsigned>{"wrong", 401}, {old_key, 403}}) {
      CAPTURE(fields);
      HttpConnection connection(guarded().port());
      connection.send(
          "POST " + std::string(users_target) +
          " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer " + key +
          "\r\n" + fields + "\r\n");
      CHECK(connection.read_reply(false, 5s).status == status);
      CHECK(connection.is_closed_within(5s));
    }
  }
  CHECK(arena().emulator.get("/ledger").at("requests").as_array().empty());
}

TEST_CASE("asks nobody for a key where there are no clients") {
  const HttpReply list = arena().gateway.get(users_target);
  CHECK(list.status == 200);
  CHECK(arena().gateway.get("/v1/tenants").json().at("items").as_array().size() == 1);
  // A key that nobody gave out does no harm there.
  CHECK(arena().gateway.get(users_target, bearing("whatever")).status == 200);
}

TEST_CASE("serves health, the contract and the problem pages without a key") {
  for (const char* target :
       {"/livez", "/readyz", "/startupz", "/openapi.json", "/openapi.yaml", "/problems/forbidden"})
    CHECK(guarded().get(target).status == 200);
}

TEST_CASE("tells no outsider more about the program than that it lives") {
  CHECK(guarded().get("/metrics").status == 404);
  CHECK(guarded().get("/readyz?verbose").body.find("partner_center") == std::string::npos);
}

}  // namespace tests::integration
