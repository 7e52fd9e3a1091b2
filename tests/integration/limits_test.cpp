// The limits of a request's size, at their edges.
#include "tests/integration/hostile.hpp"

#include <doctest/doctest.h>

namespace tests::integration {
namespace {

using support::GatewayProcess;
using support::HttpConnection;
using support::HttpReply;

GatewayProcess& narrow() {
  static GatewayProcess gateway(support::emulated_yaml(
      arena().emulator,
      "limits: {head_bytes: 2KiB, head_fields: 8, target_bytes: 512B, body_bytes: 1KiB, json_depth: 4}"));
  return gateway;
}

// The code of the problem, or the status where it is none.
std::string outcome(std::string_view bytes, bool must_close = false) {
  HttpConnection connection(narrow().port());
  connection.send(bytes);
  const HttpReply reply = connection.read_reply();
  if (must_close) CHECK(connection.is_closed_within(std::chrono::seconds(5)));
  if (reply.header("content-type") != "application/problem+json") return std::to_string(reply.status);
  return reply.json().at("code").as_string().c_str();
}

std::string padded_to(std::size_t size) {
  const std::string rest = get("/livez", "X-Pad: \r\n");
  return get("/livez", "X-Pad: " + std::string(size - rest.size(), 'a') + "\r\n");
}

std::string fields(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "X-" + std::to_string(i) + ": a\r\n";
  return text;
}

std::string text_body(std::size_t size) { return '"' + std::string(size - 2, 'a') + '"'; }

}  // namespace

TEST_CASE("takes a head of the largest size and no byte more") {
  CHECK(outcome(padded_to(2048)) == "200");
  CHECK(outcome(padded_to(2049), true) == "headers_too_large");
  CHECK(outcome(padded_to(100'000), true) == "headers_too_large");
  const std::string endless = "GET /livez HTTP/1.1\r\nX-Pad: " + std::string(300'000, 'a');
  CHECK(outcome(endless, true) == "headers_too_large");
}

TEST_CASE("takes as many fields as allowed and no more") {
  CHECK(outcome(get("/livez", fields(7))) == "200");
  CHECK(outcome(get("/livez", fields(8)), true) == "headers_too_large");
}

TEST_CASE("takes a target of the largest length and no byte more") {
  CHECK(outcome(get('/' + std::string(511, 'a'))) == "not_found");
  CHECK(outcome(get('/' + std::string(512, 'a')), true) == "uri_too_long");
  CHECK(outcome("GET /" + std::string(100'000, 'a'), true) == "uri_too_long");
}

TEST_CASE("takes a body of the largest size and no byte more, whichever way it is framed") {
  CHECK(outcome(post(text_body(1024))) == "invalid_draft");
  CHECK(outcome(post(text_body(1025)), true) == "body_too_large");
  CHECK(outcome(chunked("400\r\n" + text_body(1024) + "\r\n0\r\n\r\n")) == "invalid_draft");
  CHECK(outcome(chunked("401\r\n" + text_body(1025) + "\r\n0\r\n\r\n"), true) == "body_too_large");
  const std::string half = "200\r\n" + std::string(512, ' ') + "\r\n";
  CHECK(outcome(chunked(half + half + "1\r\n1\r\n0\r\n\r\n"), true) == "body_too_large");
}

TEST_CASE("refuses a body that is declared too large before a byte of it was sent") {
  const std::string declared = post(text_body(1025));
  CHECK(outcome(declared.substr(0, declared.size() - 1025), true) == "body_too_large");
  CHECK(outcome(chunked("401\r\n"), true) == "body_too_large");
}

TEST_CASE("takes JSON of the greatest depth and none deeper") {
  CHECK(outcome(post(R"({"a":[[[1]]]})")) == "invalid_draft");
  CHECK(outcome(post(R"({"a":[[[[1]]]]})")) == "malformed_json");
}

TEST_CASE("refuses a chunk whose size line does not end") {
  CHECK(outcome(chunked(std::string(100'000, '0')), true) == "invalid_request");
}

}  // namespace tests::integration
