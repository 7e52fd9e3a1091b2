// Every client at every tenant by every route of the published document with ids of every kind: what is
// another's is not there, and nothing of it shows in any answer.
#include "tests/integration/isolation/cells.hpp"
#include "tests/integration/list_scene.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

namespace tests::integration::isolation {
namespace {
namespace json = boost::json;
using support::HttpReply;

constexpr std::string_view nobodys = "nobodys-tenant";
constexpr std::string_view unknown_operation = "01890000-0000-7000-8000-00000000dead";

const json::value& document() {
  static const json::value published = town().gateway().get("/openapi.json").json();
  return published;
}

std::string operation_in(const HttpReply& reply) {
  const std::string link = reply.header("link");
  const auto end = link.find(">; rel=\"status\"");
  REQUIRE(end != std::string::npos);
  const auto begin = link.rfind('/', end) + 1;
  return link.substr(begin, end - begin);
}

// Who made it, where.
struct Made {
  const Client* client;
  const Tenant* tenant;
  std::string value;
};

std::string cursor_of(const Client& client, const std::string& target) {
  const HttpReply reply = town().get(client, target);
  if (reply.status != 200) return {};
  const json::value list = reply.json();
  return list.at("nextCursor").is_string() ? std::string(list.at("nextCursor").as_string().c_str()) : "";
}

// One operation and one cursor of each kind by each client in each of its tenants, where it may have one.
struct World {
  std::vector<Made> operations;
  std::vector<Made> cursors;
  std::vector<Made> more_cursors;

  World() {
    for (const Tenant& tenant : town().tenants()) {
      std::vector<const Client*> clients = {&town().all_but("operations.read")};
      for (const Client& client : town().clients())
        clients.push_back(&client);
      for (const Client* const client : clients) {
        if (client->sees(tenant.name)) make(*client, tenant);
      }
    }
  }

  void make(const Client& client, const Tenant& tenant) {
    const std::string root = "/v1/tenants/" + tenant.name + "/customers";
    const std::string users = cursor_of(client, root + "/" + tenant.alias + "/users?limit=2");
    if (!users.empty()) cursors.push_back({&client, &tenant, users});
    const std::string customers = cursor_of(client, root + "?limit=1");
    if (!customers.empty()) more_cursors.push_back({&client, &tenant, customers});
    if (!client.may("users.create")) return;
    const HttpReply reply =
        town().create(client, tenant, town().draft(tenant, "made-by-" + client.name), "one-key-of-all");
    CAPTURE(reply.body);
    CHECK(reply.status == 201);
    CHECK(reply.header("idempotency-replayed").empty());
    operations.push_back({&client, &tenant, operation_in(reply)});
    town().remember(tenant.name, operations.back().value);
  }

  Handles for_whom(const Client& client, const Tenant& tenant) const {
    const auto sort_out = [&](const std::vector<Made>& all) {
      std::vector<Id> ids;
      for (const Made& made : all) {
        const bool same_client = made.client == &client;
        const bool same_tenant = made.tenant == &tenant;
        const std::string whose = std::string(same_client ? "its own" : "another client's") +
                                  (same_tenant ? ", of here" : ", of another tenant");
        ids.push_back({whose, made.value, same_client && same_tenant});
      }
      return ids;
    };
    Handles handles{sort_out(operations), sort_out(cursors), sort_out(more_cursors)};
    handles.operations.push_back({"unknown", std::string(unknown_operation)});
    handles.operations.push_back({"malformed", "no-operation"});
    return handles;
  }
};

const World& world() {
  static const World made;
  return made;
}

const Tenant& after(const Tenant& tenant) {
  const auto& all = town().tenants();
  const auto at = static_cast<std::size_t>(&tenant - all.data());
  return all[(at + 1) % all.size()];
}

// What a whole run of the matrix came to.
struct Tally {
  std::size_t cells = 0;
  std::map<std::string, std::size_t> by_outcome;
};

// A tenant that the client may not see answers as one that does not exist, to the letter.
void check_hidden(const Client& client, const Tenant& tenant, const Request& request,
                  const HttpReply& reply) {
  CHECK(reply.status == 404);
  CHECK(code_of(reply) == "tenant_not_found");
  const HttpReply ghost = send(moved_to(request, tenant.name, nobodys), client);
  CHECK(comparable(reply) == comparable(ghost));
}

void check_seen(const Client& client, const Request& request, const HttpReply& reply) {
  if (!request.permission.empty() && !client.may(request.permission)) {
    CHECK(reply.status == 403);
    CHECK(code_of(reply) == "forbidden");
  } else if (request.is_good) {
    CHECK(reply.status == 200);
  } else if (request.operation == "createUsers" && reply.status == 200) {
    CHECK(reply.body.find(R"("created":0,)") != std::string::npos);
  } else if (request.operation == "streamUsers" && reply.status == 200) {
    // A customer that nobody knows is told in its own line; `after` is any place in the order.
    const bool by_customer = request.target.find("?customer=") != std::string::npos;
    CHECK((!by_customer || reply.body.find("customer_not_found") != std::string::npos));
  } else {
    // It is somebody's; the answer is that of what nobody has.
    CHECK(reply.status / 100 == 4);
    CHECK(reply.status != 401);
    CHECK(reply.status != 403);
  }
}

void check_cell(const Client& client, const Tenant& tenant, const Request& request, Tally& tally) {
  CAPTURE(client.name);
  CAPTURE(tenant.name);
  CAPTURE(request.what);
  CAPTURE(request.target);
  const HttpReply reply = send(request, client);
  CAPTURE(reply.body);
  ++tally.cells;
  ++tally.by_outcome[std::to_string(reply.status)];
  std::string said = request.target;
  if (request.body) said += *request.body;
  CHECK(town().strangers_in(whole(reply), client, said) == "");
  if (!request.target.starts_with("/v1/tenants/")) {
    // An operator's pages are not at this door.
    const bool is_operators = request.operation == "getMetrics" || request.operation == "reload" ||
                              request.operation == "getConfiguration";
    CHECK((is_operators || reply.status == (request.is_good ? 200U : 404U)));
  } else if (!client.sees(tenant.name)) {
    check_hidden(client, tenant, request, reply);
  } else {
    check_seen(client, request, reply);
  }
}

// What a client may not see is not asked for at any provider either.
void check_tenant(const Client& client, const Tenant& tenant, Tally& tally) {
  const bool is_hidden = !client.sees(tenant.name);
  if (is_hidden) town().forget_requests();
  for (const Request& request :
       requests_for(document(), tenant, after(tenant), world().for_whom(client, tenant)))
    check_cell(client, tenant, request, tally);
  if (!is_hidden) return;
  for (const Tenant& one : town().tenants())
    CHECK(town().heard_by(one) == 0);
}

// The paths of a tenant, good and malformed.
std::vector<std::string> paths_of(const Tenant& tenant) {
  const std::string root = "/v1/tenants/" + tenant.name;
  const std::string users = root + "/customers/" + tenant.alias + "/users";
  const auto made = std::ranges::find(world().operations, &tenant, &Made::tenant);
  return {root,
          root + "/",
          users,
          root + "/customers",
          root + "/users",
          root + "/groups",
          root + "/nothing",
          users + "/" + tenant.user_id,
          users + ":batchCreate",
          users + "%2f",
          users + "?unknown=1",
          users + "?limit=0&limit=0",
          users + "?provider=nobody",
          users + "?provider=cloud_cockpit",
          users + "?filter=(",
          root + "/operations/" + made->value};
}

// `etag`: of what the tenant's own client sees there.
std::vector<support::Headers> odd_headers(const std::string& etag) {
  return {{},
          {{"Accept", "application/x-ndjson"}},
          {{"Accept", "text/html"}},
          {{"If-None-Match", etag}},
          {{"If-None-Match", "*"}},
          {{"Idempotency-Key", "one-key-of-all"}},
          {{"Idempotency-Key", "not\tone"}},
          {{"Content-Type", "text/plain"}},
          {{"Content-Encoding", "gzip"}},
          {{"Expect", "something"}},
          {{"X-Correlation-Id", "0b5e55ed-0000-4000-8000-00000000c0de"}},
          {{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}},
          {{"Content-Length", "99999999"}},
          {{"Host", "other.example"}}};
}

// One path of a tenant that is not the client's, by every method with every header and body. How many.
std::size_t check_path(const Client& client, const Tenant& tenant, const std::string& path,
                       const std::vector<support::Headers>& headers) {
  const std::vector<std::optional<std::string>> bodies = {std::nullopt, "", "{}", "{not json"};
  std::size_t cells = 0;
  for (const char* const method :
       {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"}) {
    for (const auto& header : headers) {
      for (const auto& body : bodies) {
        const bool is_bare = header.empty() || (header[0].first != "Content-Length" && !body);
        if (body && header.size() == 1 && header[0].first == "Content-Length") continue;
        if (!is_bare && method != std::string_view("POST") && method != std::string_view("GET")) continue;
        const Request request{method, path, body, header, "", "", false, "", false};
        CAPTURE(method);
        CAPTURE(header.size() == 1 ? header[0].first + ": " + header[0].second : "");
        const HttpReply foreign = send(request, client);
        const HttpReply ghost = send(moved_to(request, tenant.name, nobodys), client);
        CHECK(foreign.status != 0);
        CHECK(comparable(foreign) == comparable(ghost));
        CHECK(town().strangers_in(whole(foreign), client, path) == "");
        ++cells;
      }
    }
  }
  return cells;
}

}  // namespace

TEST_CASE("no client sees anything of a tenant that is not its own, by any route with any id") {
  Tally tally;
  for (const Client& client : town().clients()) {
    for (const Tenant& tenant : town().tenants())
      check_tenant(client, tenant, tally);
  }
  std::string outcomes;
  for (const auto& [status, count] : tally.by_outcome)
    outcomes += " " + status + ": " + std::to_string(count) + ";";
  MESSAGE(tally.cells, " cells;", outcomes);
  CHECK(tally.cells >= 1000);
  // Not all of it was refused.
  CHECK(tally.by_outcome["200"] > 100);
  CHECK(tally.by_outcome["404"] > 500);
}

TEST_CASE("the canaries of the matrix are seen where they may be seen") {
  const Tenant& alderwood = town().tenant("alderwood");
  CHECK(alderwood.canaries.size() > 15);
  const std::string list = whole(
      town().get(town().client("north"), "/v1/tenants/alderwood/customers/" + alderwood.alias + "/users"));
  const std::string seen = town().strangers_in(list, town().client("south"), "");
  CAPTURE(list);
  for (const std::string& expected :
       {alderwood.partner_id, alderwood.cockpit_id, alderwood.user_id.substr(15)})
    CHECK(seen.find(expected) != std::string::npos);
}

TEST_CASE("another tenant cannot be told from none by any method, body, parameter or header") {
  // By a key, by a token that names the tenant, and by a certificate.
  struct Row {
    const char* client;
    const char* tenant;
    const char* owner;
  };
  std::size_t cells = 0;
  for (const Row& row : {Row{"west", "firwood", "south"}, Row{"reader", "firwood", "south"},
                         Row{"south", "alderwood", "north"}}) {
    CAPTURE(row.client);
    const Tenant& tenant = town().tenant(row.tenant);
    const HttpReply own = town().get(town().client(row.owner),
                                     "/v1/tenants/" + tenant.name + "/customers/" + tenant.alias + "/users");
    REQUIRE_FALSE(own.header("etag").empty());
    for (const std::string& path : paths_of(tenant)) {
      CAPTURE(path);
      cells += check_path(town().client(row.client), tenant, path, odd_headers(own.header("etag")));
    }
  }
  MESSAGE(cells, " requests, each to two tenants");
  CHECK(cells > 1500);
}

TEST_CASE("a client's list of tenants has its own and no other") {
  for (const Client& client : town().clients()) {
    std::set<std::string> named;
    const json::value listed = town().get(client, "/v1/tenants").json();
    for (const json::value& item : listed.at("items").as_array())
      named.insert(item.at("name").as_string().c_str());
    CHECK(named == std::set<std::string>(client.rights.tenants.begin(), client.rights.tenants.end()));
  }
}

}  // namespace tests::integration::isolation
