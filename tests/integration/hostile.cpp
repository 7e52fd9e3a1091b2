#include "tests/integration/hostile.hpp"

#include "schema/guid.hpp"
#include "schema/problem.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <random>
#include <sys/socket.h>

namespace tests::integration {
namespace {

using support::HttpConnection;
using support::HttpReply;
using Pieces = std::vector<std::string_view>;

Pieces one_by_one(std::string_view bytes) {
  Pieces pieces;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    pieces.push_back(bytes.substr(at, 1));
  return pieces;
}

Pieces cut_at_random(std::string_view bytes, unsigned seed) {
  std::mt19937 random(seed);
  Pieces pieces;
  while (!bytes.empty()) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), 1 + random() % 40);
    pieces.push_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  return pieces;
}

void send(HttpConnection& connection, const Pieces& pieces) {
  const int on = 1;
  setsockopt(connection.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  for (const auto piece : pieces) {
    // It may have answered and closed already; the reply says whether that was right.
    if (!connection.send(piece)) return;
  }
}

unsigned status_of(std::string_view code) {
  const auto kinds = schema::problem_kinds();
  const auto found = std::ranges::find(kinds, code, &schema::ProblemKind::name);
  REQUIRE(found != kinds.end());
  return found->status;
}

bool shows_canary(const HttpReply& reply) {
  const auto has = [](const std::string& text) { return text.find(canary) != text.npos; };
  return has(reply.body) || std::ranges::any_of(reply.headers, [&](const auto& header) {
           return has(header.first) || has(header.second);
         });
}

void check_problem(const HttpReply& reply, const std::string& code) {
  REQUIRE(reply.status != 0);
  CAPTURE(reply.body);
  CHECK(reply.status == status_of(code));
  CHECK(reply.header("content-type") == "application/problem+json");
  const auto problem = reply.json();
  CHECK(problem.at("code").as_string() == std::string_view(code));
  CHECK(problem.at("status").to_number<unsigned>() == reply.status);
  CHECK(problem.at("type").as_string() == std::string_view("/problems/" + code));
  const std::string correlation_id = reply.header("x-correlation-id");
  CHECK(schema::Guid::parse(correlation_id).has_value());
  CHECK(problem.at("correlationId").as_string() == std::string_view(correlation_id));
  CHECK_FALSE(shows_canary(reply));
}

void check_one(const Hostile& hostile, const Pieces& pieces, bool ends) {
  HttpConnection connection(arena().gateway.port());
  send(connection, pieces);
  const HttpReply reply = connection.read_reply(false, std::chrono::seconds(10));
  check_problem(reply, hostile.code);
  if (ends) {
    CHECK(reply.header("connection") == "close");
    CHECK(connection.is_closed_within(std::chrono::seconds(10)));
  }
}

void check(const std::vector<Hostile>& all, bool ends) {
  auto& [emulator, gateway] = arena();
  emulator.clear_ledger();
  for (const Hostile& hostile : all) {
    CAPTURE(hostile.what);
    std::string bytes = hostile.bytes;
    if (ends) bytes += get("/livez");
    check_one(hostile, {bytes}, ends);
    check_one(hostile, one_by_one(bytes), ends);
    for (unsigned seed = 1; seed <= 3; ++seed) {
      CAPTURE(seed);
      check_one(hostile, cut_at_random(bytes, seed), ends);
    }
    CHECK(gateway.get("/livez").status == 200);
  }
  CHECK(emulator.get("/ledger").at("requests").as_array().empty());
  CHECK(gateway.process().is_alive());
  CHECK(gateway.get(users_target).status == 200);
}

}  // namespace

Arena::Arena() : gateway(support::emulated_yaml(emulator)) {}

Arena& arena() {
  static Arena only;
  return only;
}

void check_ends_the_connection(const std::vector<Hostile>& all) { check(all, true); }
void check_refused(const std::vector<Hostile>& all) { check(all, false); }

std::string get(std::string_view target, std::string_view more_fields) {
  std::string bytes = "GET ";
  bytes.append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(more_fields).append("\r\n");
  return bytes;
}

std::string post(std::string_view body, std::string_view more_fields) {
  std::string bytes = "POST " + std::string(users_target) + "?provider=partner_center HTTP/1.1\r\n";
  bytes += "Host: localhost\r\nContent-Type: application/json\r\n";
  bytes.append(more_fields).append("Content-Length: ").append(std::to_string(body.size()));
  return bytes.append("\r\n\r\n").append(body);
}

std::string chunked(std::string_view framed_body) {
  std::string bytes = "POST " + std::string(users_target) + "?provider=partner_center HTTP/1.1\r\n";
  bytes += "Host: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  return bytes.append(framed_body);
}

}  // namespace tests::integration
