// The life of the process: how it ends, what it logs.
#include "tests/integration/hostile.hpp"
#include "tests/integration/list_scene.hpp"
#include "tests/integration/probe.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <csignal>
#include <list>
#include <sstream>
#include <sys/wait.h>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::GatewayProcess;
using support::HttpConnection;

bool wait_for_event(GatewayProcess& gateway, const std::string& event) {
  const std::string text = "\"event\":\"" + event + '"';
  return gateway.process()
      .wait_for_line([&](const std::string& line) { return line.find(text) != line.npos; })
      .has_value();
}

bool refuses_connections(const GatewayProcess& gateway) {
  try {
    HttpConnection late(gateway.port());
    return false;
  } catch (const std::runtime_error&) {
    return true;
  }
}

}  // namespace

TEST_CASE("finishes what runs when it is told to end, and takes nothing new") {
  auto& emulator = arena().emulator;
  for (const int times : {1, 3}) {
    CAPTURE(times);
    GatewayProcess gateway(support::emulated_yaml(emulator));
    CHECK(gateway.get(users_of("contoso", "twelve")).status == 200);
    emulator.clear_ledger();
    emulator.fault(R"({"match":{"operation":"list"},"times":0,"action":{"delay_ms":600}})");
    std::list<HttpConnection> running;
    for (const char* customer : {"onlypc", "empty"})
      running.emplace_back(gateway.port()).send(get(users_of("contoso", customer)));
    running.emplace_back(gateway.port())
        .send(post(R"({"userPrincipalName":"ending@twelve.onmicrosoft.com","displayName":"E",
                       "passwordProfile":{"password":"Ending-Pa55word!"}})"));
    HttpConnection idle(gateway.port());
    idle.send(get("/livez"));
    CHECK(idle.read_reply().status == 200);
    HttpConnection half(gateway.port());
    half.send("GET /readyz HTTP/1.1\r\nHost: local");
    REQUIRE(eventually([&] { return emulator.ledger("partner_center", "list").size() == 3; }));

    for (int i = 0; i < times; ++i)
      gateway.process().signal(i == 1 ? SIGINT : SIGTERM);
    REQUIRE(wait_for_event(gateway, "draining"));
    CHECK(refuses_connections(gateway));
    CHECK(idle.is_closed_within(500ms));
    half.send("host\r\n\r\n");
    const auto not_ready = half.read_reply();
    CHECK(not_ready.status == 503);
    CHECK(not_ready.json().at("code") == "shutting_down");
    CHECK(not_ready.header("connection") == "close");
    for (auto& connection : running) {
      const auto reply = connection.read_reply();
      CHECK(reply.status == (&connection == &running.back() ? 201 : 200));
      CHECK(reply.header("connection") == "close");
      CHECK(connection.is_closed_within(2s));
    }
    CHECK(wait_for_event(gateway, "stopped"));
    CHECK(gateway.process().wait() == 0);
    emulator.reset();
  }
}

TEST_CASE("loses no request that reached it before it was told to end") {
  GatewayProcess gateway(support::emulated_yaml(arena().emulator));
  HttpConnection kept(gateway.port());
  kept.send(get("/livez"));
  CHECK(kept.read_reply().status == 200);
  // While it stands still, all of them wait to be accepted; then the end is the first that it hears of.
  gateway.process().signal(SIGSTOP);
  std::list<HttpConnection> waiting;
  for (int i = 0; i < 30; ++i)
    waiting.emplace_back(gateway.port()).send(get("/livez"));
  kept.send(get("/livez"));
  gateway.process().signal(SIGTERM);
  gateway.process().signal(SIGCONT);
  for (auto& connection : waiting)
    CHECK(connection.read_reply().status == 200);
  CHECK(kept.read_reply().status == 200);
  CHECK(gateway.process().wait() == 0);
}

TEST_CASE("writes one JSON object a line into its log, whatever the requests hold") {
  GatewayProcess gateway(support::emulated_yaml(arena().emulator));
  gateway.get(users_of("contoso", "twelve"));
  gateway.get("/v1/tenants/contoso/customers/%22%7d%e2%80%a8%c2%85can4ry/users");
  gateway.get("/\"bad\"");
  gateway.get("/livez", {{"X-Correlation-Id", "\"},{\"level\":\"x"}});
  gateway.post(std::string(users_target), "{\"a\":\"\\u0000\"}");
  CHECK(gateway.process().end() == 0);
  std::istringstream lines(gateway.process().output());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    boost::json::error_code error;
    const auto event = boost::json::parse(line, error);
    REQUIRE_FALSE(error);
    CHECK(event.at("time").as_string().size() == std::string_view("2026-01-01T00:00:00.000Z").size());
    CHECK(event.at("time").as_string().ends_with('Z'));
    const auto level = event.at("level").as_string();
    CHECK((level == "debug" || level == "info" || level == "warning" || level == "error"));
    CHECK_FALSE(event.at("event").as_string().empty());
  }
  CHECK(count >= 10);
}

}  // namespace tests::integration
