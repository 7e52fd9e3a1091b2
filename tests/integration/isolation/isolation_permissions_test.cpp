// Each route's permission, as the published document names it, is needed and is enough; who lacks it learns
// so only behind 401 and 404.
#include "tests/integration/isolation/cells.hpp"
#include "tests/integration/list_scene.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace tests::integration::isolation {
namespace {
using support::HttpReply;

// One good request of every operation that is not open.
std::vector<Request> guarded_requests() {
  const Tenant& tenant = town().tenant("alderwood");
  const Handles handles = {{{"unknown", "01890000-0000-7000-8000-00000000dead", true}}, {}, {}};
  const auto document = town().gateway().get("/openapi.json").json();
  std::vector<Request> chosen;
  for (const Request& request : requests_for(document, tenant, town().tenant("birchwood"), handles)) {
    const bool known = std::ranges::find(chosen, request.operation, &Request::operation) != chosen.end();
    if (request.is_good && !request.is_open && !known) chosen.push_back(request);
  }
  return chosen;
}

bool is_let_through(const HttpReply& reply) {
  return reply.status == 200 || (reply.status == 404 && code_of(reply) == "operation_not_found");
}

}  // namespace

TEST_CASE("each operation's permission is needed, and enough without any other") {
  const std::vector<Request> all = guarded_requests();
  CHECK(all.size() >= 9);
  for (const Request& request : all) {
    for (const std::string_view permission : every_permission) {
      CAPTURE(request.operation);
      CAPTURE(permission);
      const bool is_it = request.permission == permission;
      const HttpReply with_only = send(request, town().only(permission));
      const HttpReply without = send(request, town().all_but(permission));
      CAPTURE(with_only.body);
      CAPTURE(without.body);
      if (request.permission.empty() || is_it) {
        CHECK(is_let_through(with_only));
      } else {
        CHECK(with_only.status == 403);
        CHECK(code_of(with_only) == "forbidden");
      }
      if (is_it) {
        CHECK(without.status == 403);
        // It says which one.
        CHECK(without.body.find("`" + request.permission + "`") != std::string::npos);
      } else {
        CHECK(is_let_through(without));
      }
    }
  }
}

TEST_CASE("every operation is judged in the order 401, 404, 403, and only then by what it asks") {
  for (const Request& good : guarded_requests()) {
    if (good.permission.empty()) continue;  // it names no tenant
    CAPTURE(good.operation);
    const Client& lacking = town().all_but(good.permission);
    const support::Headers nobody = {{"Authorization", "Bearer nobodys-key"}};
    for (const bool is_wrong : {false, true}) {
      Request request = good;
      if (is_wrong) request.target += request.target.find('?') == std::string::npos ? "?x=1" : "&x=1";
      if (is_wrong) request.headers.emplace_back("Idempotency-Key", "\"");
      if (is_wrong && request.body) request.body = "{no json";
      const Request ghost = moved_to(request, "alderwood", "nobodys-tenant");
      CHECK(send_unknown(request, nobody).status == 401);
      CHECK(send_unknown(request, {}).status == 401);
      CHECK(comparable(send_unknown(request, nobody)) == comparable(send_unknown(ghost, nobody)));
      CHECK(code_of(send(ghost, lacking)) == "tenant_not_found");
      CHECK(code_of(send(request, lacking)) == "forbidden");
      if (is_wrong) CHECK(send(request, town().only(good.permission)).status == 400);
    }
  }
}

}  // namespace tests::integration::isolation
