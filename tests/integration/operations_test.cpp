// Operations: what became of a create can be asked for by whom it belongs to, in every state, and by nobody
// else.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"
#include "tests/integration/two_callers.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tests::integration {
namespace {
namespace json = boost::json;
using support::GatewayProcess;
using support::HttpReply;

void check_not_found(const HttpReply& reply) {
  CHECK(reply.status == 404);
  CHECK(code_of(reply.json()) == "operation_not_found");
}

TEST_CASE("an operation tells what became of a create at each provider, with why") {
  struct Row {
    std::string_view provider;  // the fault's
    std::string_view action;
    int times;
    unsigned status;
    std::string state;
  };
  const std::vector<Row> rows = {
      {"cloud_cockpit", R"({"delay_ms":1})", 1, 201,
       "succeeded: partner_center created, cloud_cockpit created"},
      {"cloud_cockpit", R"({"reset":"after"})", 1, 201,
       "succeeded: partner_center created, cloud_cockpit recovered"},
      {"partner_center", R"({"status":403})", 1, 502,
       "refused: partner_center refused, cloud_cockpit pending"},
      {"partner_center", R"({"status":409})", 1, 409,
       "refused: partner_center exists, cloud_cockpit pending"},
      {"partner_center", no_room, 1, 503, "refused: partner_center pending, cloud_cockpit pending"},
      {"cloud_cockpit", R"({"status":403})", 1, 502,
       "partial: partner_center created, cloud_cockpit refused"},
      {"cloud_cockpit", R"({"status":500})", 0, 502,
       "partial: partner_center created, cloud_cockpit unknown"},
      {"partner_center", R"({"status":500})", 0, 503,
       "in_doubt: partner_center unknown, cloud_cockpit pending"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.state);
    fresh_emulator();
    fault_at_create(row.provider, row.action, row.times);
    const std::string name = somebody();
    GatewayProcess own = fresh_gateway();
    const HttpReply reply = create(own, "contoso/twelve", draft_for_both(name));
    CHECK(reply.status == row.status);
    const std::string address = operation_of(reply);
    REQUIRE_FALSE(address.empty());
    CHECK(state_of_operation(own, address) == row.state);

    const json::value operation = ask(own, address).json();
    CHECK(address.ends_with("/" + text_at(operation, "id")));
    CHECK(text_at(operation, "customer") == "twelve");
    CHECK(text_at(operation, "person") == name + "@twelve.example");
    CHECK(text_at(operation, "createdAt") <= text_at(operation, "updatedAt"));
    CHECK(operation.at("recovered") == (row.state.find("recovered") != row.state.npos));
    for (const json::value& one : operation.at("providers").as_array()) {
      const std::string state = text_at(one, "state");
      const bool has_user = state == "created" || state == "recovered";
      CHECK(one.at("id").is_null() != has_user);
      if (has_user) CHECK(one.at("error").is_null());
      if (text_at(one, "name") == row.provider && !has_user) CHECK(one.at("error").is_object());
    }
  }
}

TEST_CASE("a create that ended at the look-up, and whose key is free, has no operation") {
  fresh_emulator();
  const std::string name = somebody();
  add_rival("cloud_cockpit", name, "Eve");
  const std::string where = "contoso/twelve?provider=cloud_cockpit";
  const HttpReply exists = create(gateway(), where, cockpit_draft(name));
  CHECK(exists.status == 409);
  CHECK(operation_of(exists).empty());
  CHECK_FALSE(exists.json().as_object().contains("operation"));
  emulator().fault(R"({"match":{"operation":"list"},"times":0,"action":{"status":503}})");
  const HttpReply failed = create(gateway(), where, cockpit_draft(somebody()), with_key(somebody()));
  CHECK(failed.status == 502);
  CHECK(operation_of(failed).empty());
  CHECK_FALSE(failed.json().as_object().contains("operation"));
}

TEST_CASE(
    "what the address of an operation says is what stands in Link, and any case of the id is the same") {
  fresh_emulator();
  const HttpReply reply =
      create(gateway(), "contoso/twelve?provider=cloud_cockpit", cockpit_draft(somebody()));
  const std::string address = operation_of(reply);
  std::string shouted = address;
  for (std::size_t i = shouted.rfind('/'); i < shouted.size(); ++i)
    shouted[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(shouted[i])));
  CHECK(ask(gateway(), shouted).body == ask(gateway(), address).body);
}

TEST_CASE("an operation that is not there, is another client's or another tenant's is a 404") {
  fresh_emulator();
  GatewayProcess own(clients_yaml() + creating_yaml(emulator(), {}));
  const HttpReply reply =
      create(own, "contoso/twelve?provider=cloud_cockpit", cockpit_draft(somebody()), as(first_caller));
  const std::string address = operation_of(reply);
  const std::string folder = address.substr(0, address.rfind('/') + 1);
  CHECK(ask(own, address, as(first_caller)).status == 200);
  check_not_found(ask(own, address, as(second_caller)));
  check_not_found(ask(own, with(address, "/contoso/", "/plain/"), as(first_caller)));
  for (const char* const id : {"0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012", "1", "x'--", "%F0%9F%8E%93"}) {
    CAPTURE(id);
    check_not_found(ask(own, folder + id, as(first_caller)));
  }
  const HttpReply forbidden = ask(own, address, as(creator_only));
  CHECK(forbidden.status == 403);
  CHECK(ask(own, address).status == 401);
}

TEST_CASE("an operation has a tag that changes with it, and no parameters") {
  fresh_emulator();
  fault_at_create("cloud_cockpit", R"({"status":403})");
  const json::object draft = draft_for_both(somebody());
  const std::string key = somebody();
  const std::string address = operation_of(create(gateway(), "contoso/twelve", draft, with_key(key)));
  const std::string tag = ask(gateway(), address).header("etag");
  REQUIRE_FALSE(tag.empty());
  CHECK(gateway().get(address, {{"If-None-Match", tag}}).status == 304);
  CHECK(create(gateway(), "contoso/twelve", draft, with_key(key)).status == 201);
  CHECK(gateway().get(address, {{"If-None-Match", tag}}).status == 200);
  CHECK(ask(gateway(), address + "?verbose").status == 400);
}

TEST_CASE("an operation outlives the process that made it") {
  fresh_emulator();
  const StateFolder state;
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  std::string address;
  std::string told;
  {
    GatewayProcess before(yaml);
    address = operation_of(create(before, "contoso/twelve", draft_for_both(somebody())));
    told = ask(before, address).body;
  }
  GatewayProcess after(yaml);
  CHECK(ask(after, address).body == told);
}

}  // namespace
}  // namespace tests::integration
