#include "gateway/transport/client.hpp"

#include "tests/gateway/transport/scripted_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace gateway::transport {

namespace {

namespace asio = boost::asio;
using adapters::ErrorKind;
using std::chrono::seconds;
using tests::gateway_loop::call_within;
using tests::gateway_loop::get;
using tests::gateway_loop::Loop;
using tests::gateway_loop::ok;
using tests::gateway_loop::post;
using tests::gateway_loop::ScriptedServer;
using tests::gateway_loop::Then;
using tests::gateway_loop::upstream_at;

// A client of a server with this script.
struct ServedClient {
  explicit ServedClient(std::vector<std::vector<tests::gateway_loop::Step>> script)
      : server(loop, std::move(script)),
        pool(std::make_shared<ConnectionPool>(upstream_at(loop, server.port()), loop.watch(),
                                              loop.executor())),
        client(pool) {}

  adapters::Result<adapters::HttpReply> send(adapters::HttpRequest request) {
    return loop.run(client.send(call_within(seconds(5)), std::move(request)));
  }

  Loop loop;
  ScriptedServer server;
  std::shared_ptr<ConnectionPool> pool;
  Client client;
};

std::string body_of(const adapters::Result<adapters::HttpReply>& reply) {
  return reply ? std::string(reply->body.view()) : "error: " + reply.error().detail;
}

}  // namespace

TEST_CASE("sends one request after the other on a connection that is kept") {
  ServedClient world({{{ok("one")}, {ok("two")}, {ok("three")}}});
  CHECK(body_of(world.send(get())) == "one");
  CHECK(body_of(world.send(post())) == "two");
  CHECK(body_of(world.send(get())) == "three");
  CHECK(world.server.connections() == 1);
  CHECK(world.pool->in_use() == 0);
  CHECK(world.pool->idle() == 1);
}

TEST_CASE("writes a request as HTTP/1.1 asks") {
  ServedClient world({{{ok("")}, {ok("")}}});
  auto asked = get("/v1/users?size=0");
  asked.set_header("Authorization", "Bearer t1");
  world.send(asked);
  world.send(post("{\"a\":1}"));
  const std::string host = "Host: 127.0.0.1:" + std::to_string(world.server.port()) + "\r\n";
  REQUIRE(world.server.requests().size() == 2);
  CHECK(world.server.requests()[0] ==
        "GET /v1/users?size=0 HTTP/1.1\r\n" + host + "Authorization: Bearer t1\r\n\r\n");
  CHECK(world.server.requests()[1] ==
        "POST /users HTTP/1.1\r\n" + host +
            "Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}

TEST_CASE("a GET that met a closing connection goes once more, on a fresh one") {
  ServedClient world({{{ok("one")}, {"", Then::close}}, {{ok("two")}}});
  CHECK(body_of(world.send(get())) == "one");
  CHECK(body_of(world.send(get())) == "two");
  CHECK(world.server.connections() == 2);
  CHECK(world.server.requests().size() == 3);
}

TEST_CASE("a GET that meets a closing connection twice is told so and not sent a third time") {
  ServedClient world({{{ok("one")}, {"", Then::close}}, {{"", Then::close}}, {{ok("never")}}});
  CHECK(body_of(world.send(get())) == "one");
  const auto reply = world.send(get());
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::failed);
  CHECK(reply.error().retryable);
  CHECK(world.server.requests().size() == 3);
}

TEST_CASE("a POST that met a closing connection never goes twice") {
  ServedClient world({{{ok("one")}, {"", Then::close}}, {{ok("never")}}});
  CHECK(body_of(world.send(get())) == "one");
  const auto reply = world.send(post());
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::failed);
  CHECK(reply.error().sent);
  CHECK(world.server.requests().size() == 2);
  CHECK(world.server.connections() == 1);
}

TEST_CASE("a GET whose answer began and broke off is not repeated here") {
  ServedClient world({{{ok("one")}, {"HTTP/1.1 200 OK\r\nContent-Le", Then::close}}, {{ok("never")}}});
  CHECK(body_of(world.send(get())) == "one");
  const auto reply = world.send(get());
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::failed);
  CHECK(world.server.requests().size() == 2);
}

TEST_CASE("sees that a connection was closed while it lay idle, so that even a POST goes out on a good one") {
  ServedClient world({{{ok("one"), Then::close}}, {{ok("two")}}});
  CHECK(body_of(world.send(get())) == "one");
  CHECK(body_of(world.send(post())) == "two");
  CHECK(world.server.connections() == 2);
  CHECK(world.server.requests().size() == 2);
}

TEST_CASE("never uses a connection again that cannot be trusted") {
  struct Row {
    std::string what, bytes;
  };
  const std::vector<Row> rows = {
      {"surplus bytes", ok("one") + "!"},
      {"a second answer", ok("one") + ok("evil")},
      {"an interim answer", "HTTP/1.1 100 Continue\r\n\r\n" + ok("one")},
      {"it says it closes", ok("one", "Connection: close\r\n")},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    ServedClient world({{{row.bytes}, {ok("never")}}, {{ok("two")}}});
    CHECK(body_of(world.send(get())) == "one");
    CHECK(body_of(world.send(get())) == "two");
    CHECK(world.server.connections() == 2);
  }
}

TEST_CASE("what follows a long answer is seen where it lies, and that connection is not used again") {
  const std::string large(6000, 'x');
  ServedClient world({{{ok(large) + ok("evil")}, {ok("never")}}, {{ok("two")}}});
  CHECK(body_of(world.send(get())) == large);
  CHECK(body_of(world.send(post())) == "two");
}

TEST_CASE("an answer that does not come is a timeout, and the connection is given up") {
  ServedClient world({{{""}}});
  const auto reply = world.send(get());
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::timed_out);
  CHECK(reply.error().sent);
  CHECK(world.pool->idle() == 0);
  CHECK(world.pool->in_use() == 0);
}

TEST_CASE("an answer that stalls is a timeout, not a short answer") {
  ServedClient world({{{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"}}});
  const auto reply = world.send(get());
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::timed_out);
}

TEST_CASE("no phase outlasts the caller's deadline") {
  Loop loop;
  ScriptedServer server(loop, {{{""}}});
  auto upstream = upstream_at(loop, server.port());
  upstream.limits.first_byte_timeout = seconds(60);
  Client client(std::make_shared<ConnectionPool>(upstream, loop.watch(), loop.executor()));
  const auto reply = loop.run(client.send(call_within(adapters::milliseconds(50)), get()));
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::timed_out);
}

TEST_CASE("a provider that cannot be reached is told, and nothing counts as sent") {
  Loop loop;
  std::uint16_t port = 0;
  {
    asio::ip::tcp::acceptor closed(loop.context(), {asio::ip::address_v4::loopback(), 0});
    port = closed.local_endpoint().port();
  }
  Client client(std::make_shared<ConnectionPool>(upstream_at(loop, port), loop.watch(), loop.executor()));
  const auto reply = loop.run(client.send(call_within(seconds(5)), post()));
  REQUIRE(reply.has_error());
  CHECK(reply.error().kind == ErrorKind::failed);
  CHECK_FALSE(reply.error().sent);
  CHECK(reply.error().retryable);
}

TEST_CASE("a caller who gives up takes the connection along, and is not taken for a failing provider") {
  ServedClient world({{{""}}});
  asio::cancellation_signal give_up;
  std::optional<adapters::Result<adapters::HttpReply>> reply;
  bool ended = false;
  asio::co_spawn(
      world.loop.context(), world.client.send(call_within(seconds(60)), get()),
      asio::bind_cancellation_slot(
          give_up.slot(), [&](std::exception_ptr failure, adapters::Result<adapters::HttpReply> result) {
            ended = true;
            if (!failure) reply = std::move(result);
          }));
  world.loop.run_until([&] { return world.server.requests().size() == 1; });
  give_up.emit(asio::cancellation_type::terminal);
  world.loop.run_until([&] { return ended && world.server.closed() == 1; });
  REQUIRE(reply.has_value());
  REQUIRE(reply->has_error());
  CHECK(reply->error().kind == ErrorKind::cancelled);
  CHECK_FALSE(reply->error().retryable);
  CHECK(world.pool->in_use() == 0);
  CHECK(world.server.requests().size() == 1);
}

}  // namespace gateway::transport
