#include "gateway/steps/judge_head.hpp"

#include <doctest/doctest.h>

#include <string>

namespace gateway::steps {

namespace {

// A good create, whatever the route is.
server::RequestHead head_of(std::uint64_t length) {
  server::RequestHead head;
  head.framing = server::BodyFraming::length;
  head.content_length = length;
  head.content_type = "application/json";
  return head;
}

// "400 Idempotency-Key not_here": the first mistake; empty: there is none.
std::string judged(const server::RequestHead& head, RouteId route) {
  Form form = Form::json;
  const auto problem = judge_headers(head, config::Limits(), route, form);
  if (!problem) return {};
  std::string text = std::to_string(schema::kind_of(problem->code).status);
  for (const auto& error : problem->errors)
    text.append(" ").append(error.parameter).append(" ").append(error.reason);
  return text;
}

}  // namespace

TEST_CASE("a key belongs to one create, a batch has one for each item, and nobody else looks at it") {
  server::RequestHead head = head_of(2);
  head.idempotency_key = "a";
  CHECK(judged(head, RouteId::users_create).empty());
  CHECK(judged(head, RouteId::users_batch_create) == "400 Idempotency-Key not_here");
  head.idempotency_key = "a b";
  CHECK(judged(head, RouteId::users_create) == "400 Idempotency-Key invalid");
  server::RequestHead list;
  list.idempotency_key = "a b";
  for (const RouteId route : {RouteId::users_list, RouteId::operation, RouteId::livez})
    CHECK(judged(list, route).empty());
}

TEST_CASE("a batch may be longer than any other body") {
  const config::Limits limits;
  CHECK(body_limit(limits, RouteId::users_create) == limits.body_bytes);
  CHECK(body_limit(limits, RouteId::users_batch_create) == 1024 * 1024);
  CHECK(judged(head_of(limits.body_bytes), RouteId::users_create).empty());
  CHECK(judged(head_of(limits.body_bytes + 1), RouteId::users_create) == "413");
  CHECK(judged(head_of(1024 * 1024), RouteId::users_batch_create).empty());
  CHECK(judged(head_of(1024 * 1024 + 1), RouteId::users_batch_create) == "413");
  config::Limits generous;
  generous.body_bytes = 4 * 1024 * 1024;
  CHECK(body_limit(generous, RouteId::users_batch_create) == generous.body_bytes);
}

TEST_CASE("a batch is answered as a stream, and what becomes of a create as JSON") {
  server::RequestHead head = head_of(2);
  head.accept = "application/json";
  CHECK(judged(head, RouteId::users_batch_create) == "406");
  head.accept = "application/x-ndjson";
  CHECK(judged(head, RouteId::users_batch_create).empty());
  CHECK(judged(head, RouteId::users_create) == "406");
  server::RequestHead ask;
  ask.accept = "application/x-ndjson";
  CHECK(judged(ask, RouteId::operation) == "406");
  ask = {};
  CHECK(judged(ask, RouteId::users_batch_create) == "411");
}

}  // namespace gateway::steps
