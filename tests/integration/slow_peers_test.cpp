// Callers that are slow, silent, too many, or gone: each is ended in time and disturbs nobody else.
#include "tests/integration/hostile.hpp"
#include "tests/integration/probe.hpp"

#include <doctest/doctest.h>

#include <list>
#include <poll.h>
#include <sys/socket.h>

namespace tests::integration {
namespace {

using namespace std::chrono_literals;
using support::GatewayProcess;
using support::HttpConnection;
using support::HttpReply;

constexpr auto gateway_patience = 300ms;  // of the gateway, with each kind of delay
constexpr auto slack = 700ms;             // what a loaded machine may add

GatewayProcess& impatient() {
  static GatewayProcess gateway(support::emulated_yaml(
      arena().emulator,
      "limits: {head_timeout: 300ms, body_timeout: 300ms, idle_timeout: 300ms, write_timeout: 300ms}"));
  return gateway;
}

// Sends `start`, and then `drop` every 20 ms until an answer or the end is there.
HttpReply trickle(std::string_view start, std::string_view drop) {
  HttpConnection connection(impatient().port());
  connection.send(start);
  pollfd look{connection.descriptor(), POLLIN, 0};
  for (int i = 0; i < 200 && poll(&look, 1, 20) == 0; ++i)
    connection.send(drop);
  const HttpReply reply = connection.read_reply();
  CHECK(connection.is_closed_within(5s));
  return reply;
}

void ask_without_reading(HttpConnection& connection) {
  const int small = 4096;
  setsockopt(connection.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  std::string bytes;
  for (int i = 0; i < 200; ++i)
    bytes += get("/openapi.json");
  connection.send(bytes);
}

}  // namespace

TEST_CASE("gives a head and a body a time in all, which trickling bytes do not renew") {
  struct Row {
    const char* what;
    std::string start;
    std::string drop;
  };
  const std::string declared = post(std::string(50'000, 'a'));
  impatient();  // how long it takes to start is not what is measured
  for (const Row& row : {Row{"head", "GET /livez HTTP/1.1\r\nX-A: ", "a"},
                         Row{"body", declared.substr(0, declared.size() - 50'000), " "},
                         Row{"chunks", chunked(""), "1\r\n \r\n"}}) {
    CAPTURE(row.what);
    HttpReply reply;
    const auto took = time_of([&] { reply = trickle(row.start, row.drop); });
    CHECK(reply.status == 408);
    REQUIRE(reply.header("content-type") == "application/problem+json");
    CHECK(reply.json().at("code") == "request_timeout");
    CHECK(took >= gateway_patience);
    CHECK(took < gateway_patience + slack);
  }
}

TEST_CASE("closes a silent connection without a word, fresh or kept alive") {
  for (const bool asked_once : {false, true}) {
    CAPTURE(asked_once);
    HttpConnection connection(impatient().port());
    if (asked_once) {
      connection.send(get("/livez"));
      CHECK(connection.read_reply().status == 200);
    }
    bool closed = false;
    const auto took = time_of([&] { closed = connection.is_closed_within(5s); });
    CHECK(closed);
    CHECK(took >= gateway_patience - 50ms);
    CHECK(took < gateway_patience + slack);
  }
}

TEST_CASE("ends a connection whose caller does not read its answers") {
  auto& gateway = impatient();
  HttpConnection connection(gateway.port());
  ask_without_reading(connection);
  REQUIRE(eventually([&] { return metric(gateway, "usher_http_connections") == 2; }));
  CHECK(eventually([&] { return metric(gateway, "usher_http_connections") == 1; }));
  int answers = 0;
  while (connection.read_reply(false, 5s).status == 200)
    ++answers;
  CHECK(answers < 200);
}

TEST_CASE("serves others while slow readers and slow writers hold their connections") {
  auto& gateway = arena().gateway;  // its patience outlasts the test
  std::list<HttpConnection> slow;
  for (int i = 0; i < 50; ++i) {
    slow.emplace_back(gateway.port()).send("GET /livez HTTP/1.1\r\nX-A: ");
    ask_without_reading(slow.emplace_back(gateway.port()));
  }
  for (int i = 0; i < 20; ++i) {
    unsigned status = 0;
    const auto took = time_of([&] { status = gateway.get(users_target).status; });
    CHECK(status == 200);
    CHECK(took < 1s);
  }
}

TEST_CASE("waits at the limit of connections and goes on when one ends") {
  GatewayProcess gateway(support::emulated_yaml(arena().emulator, "limits: {connections: 4}"));
  std::list<HttpConnection> open;
  for (int i = 0; i < 4; ++i) {
    open.emplace_back(gateway.port()).send(get("/livez"));
    CHECK(open.back().read_reply().status == 200);
  }
  HttpConnection waiting(gateway.port());
  waiting.send(get("/livez"));
  CHECK(waiting.read_reply(false, 200ms).status == 0);
  // Probes and metrics still get in.
  for (int i = 0; i < 2; ++i)
    CHECK(support::request(gateway.port(1), "GET", "/livez").status == 200);
  open.front().send(get("/livez"));
  CHECK(open.front().read_reply().status == 200);
  open.pop_front();
  CHECK(waiting.read_reply().status == 200);
}

// UBSan looks whether an object's memory is there through a pipe of its own: out of descriptors it calls
// every object broken, and ends the process.
#ifdef __SANITIZE_ADDRESS__
constexpr bool checks_through_pipes = true;
#else
constexpr bool checks_through_pipes = false;
#endif

TEST_CASE("survives running out of descriptors" * doctest::skip(checks_through_pipes)) {
  support::GatewayOptions options;
  options.in_front = {"prlimit", "--nofile=40"};
  GatewayProcess gateway(support::emulated_yaml(arena().emulator), options);
  HttpConnection early(gateway.port());
  early.send(get("/livez"));
  CHECK(early.read_reply().status == 200);

  std::list<HttpConnection> crowd;
  for (int i = 0; i < 60; ++i)
    crowd.emplace_back(gateway.port());
  const auto failed = [](const std::string& line) { return line.find("\"accept_failed\"") != line.npos; };
  CHECK(gateway.process().wait_for_line(failed, 5s).has_value());
  early.send(get("/livez"));
  CHECK(early.read_reply().status == 200);

  // The last of the crowd is taken once others have left.
  for (int i = 0; i < 50; ++i)
    crowd.pop_front();
  crowd.back().send(get("/livez"));
  CHECK(crowd.back().read_reply().status == 200);
  crowd.clear();
  CHECK(gateway.get(users_target).status == 200);
}

TEST_CASE("stops reading from a provider when the caller has gone") {
  auto& [emulator, gateway] = arena();
  const auto busy = [&gateway = gateway] {
    return metric(gateway,
                  R"(usher_upstream_connections{provider="partner_center",state="busy",tenant="contoso"})");
  };
  for (const bool with_reset : {false, true}) {
    CAPTURE(with_reset);
    emulator.reset();
    CHECK(gateway.get(users_target).status == 200);
    emulator.clear_ledger();
    emulator.fault(R"({"match":{"operation":"list"},"times":0,"action":{"delay_ms":20000}})");
    {
      HttpConnection connection(gateway.port());
      connection.send(get(users_target));
      REQUIRE(eventually([&] { return emulator.ledger("partner_center", "list").size() == 1; }));
      REQUIRE(busy() == 1);
      if (with_reset) connection.reset();
    }
    CHECK(eventually([&] { return busy() == 0; }, 1s));
    CHECK(eventually([&] { return metric(gateway, "usher_http_connections") == 1; }, 3s));
    // Of the requests in flight this look is one.
    CHECK(metric(gateway, "usher_http_requests_in_flight") == 1);
  }
  emulator.reset();
  CHECK(gateway.get(users_target).status == 200);
}

}  // namespace tests::integration
