// A state that cannot be had: creates are refused before a byte goes out, lists go on, and it says why.
#include "tests/integration/creating.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/state_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace tests::integration {
namespace {
namespace fs = std::filesystem;
using support::GatewayProcess;
using support::HttpReply;

// Nothing can be remembered, and everything else goes on.
void check_creates_are_refused(GatewayProcess& gateway) {
  emulator().clear_ledger();
  for (const support::Headers& headers : {support::Headers(), with_key(somebody())}) {
    const HttpReply reply = create(gateway, at_cockpit, cockpit_draft(somebody()), headers);
    CHECK(reply.status == 503);
    CHECK(code_of(reply) == "state_unavailable");
    CHECK(operation_of(reply).empty());
  }
  CHECK(sent_creates().empty());
  const HttpReply operation =
      ask(gateway, "/v1/tenants/contoso/operations/0b9c2f6e-4d1a-4e7b-8c3f-5a6d7e8f9012");
  CHECK(operation.status == 503);
  CHECK(code_of(operation) == "state_unavailable");
  CHECK(ask(gateway, users_of("contoso", "twelve")).json().at("complete") == true);
  CHECK(create(gateway, std::string(at_cockpit) + "&validateOnly=true", cockpit_draft(somebody())).status ==
        200);
  CHECK(gateway.get("/readyz").status == 200);
  CHECK(gateway.get("/metrics").body.find("\nusher_state_up 0\n") != std::string::npos);
}

TEST_CASE("a damaged state refuses creates until somebody has moved it away") {
  fresh_emulator();
  const StateFolder state;
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  std::ofstream(state.database()) << std::string(8192, 'x');
  const fs::path aside = state.database().string() + ".damaged";
  for (int start = 0; start < 2; ++start) {
    CAPTURE(start);
    GatewayProcess gateway(yaml);
    check_creates_are_refused(gateway);
    CHECK(fs::exists(aside));
    CHECK_FALSE(fs::exists(state.database()));
    CHECK(gateway.process().output().find("state_unavailable") != std::string::npos);
  }
  fs::remove(aside);
  GatewayProcess gateway(yaml);
  CHECK(create(gateway, at_cockpit, cockpit_draft(somebody()), with_key("a")).status == 201);
  CHECK(gateway.get("/metrics").body.find("\nusher_state_up 1\n") != std::string::npos);
}

TEST_CASE("a state that another process has refuses creates to the second, and the first goes on") {
  fresh_emulator();
  const StateFolder state;
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  GatewayProcess first(yaml);
  GatewayProcess second(yaml);
  check_creates_are_refused(second);
  CHECK(create(first, at_cockpit, cockpit_draft(somebody()), with_key("a")).status == 201);
}

TEST_CASE("a state that was written with another key refuses creates, and is good again with its own") {
  fresh_emulator();
  const StateFolder state;
  const std::string yaml = state.yaml() + creating_yaml(emulator(), {});
  const auto draft = cockpit_draft(somebody());
  {
    GatewayProcess gateway(yaml);
    CHECK(create(gateway, at_cockpit, draft, with_key("a")).status == 201);
  }
  const fs::path key = state.database().parent_path() / "state.key";
  fs::rename(key, key.string() + ".kept");
  {
    GatewayProcess gateway(yaml);
    check_creates_are_refused(gateway);
  }
  fs::rename(key.string() + ".kept", key);
  GatewayProcess gateway(yaml);
  CHECK(create(gateway, at_cockpit, draft, with_key("a")).header("idempotency-replayed") == "true");
}

}  // namespace
}  // namespace tests::integration
