#include "schema/problem.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <map>
#include <set>

namespace schema {

TEST_CASE("the published list has every code once, with the status that the contract gives it") {
  const std::map<std::string_view, unsigned> published = {
      {"invalid_request", 400},
      {"malformed_json", 400},
      {"invalid_parameter", 400},
      {"invalid_cursor", 400},
      {"invalid_filter", 400},
      {"unauthenticated", 401},
      {"forbidden", 403},
      {"not_found", 404},
      {"tenant_not_found", 404},
      {"customer_not_found", 404},
      {"user_not_found", 404},
      {"operation_not_found", 404},
      {"method_not_allowed", 405},
      {"not_acceptable", 406},
      {"request_timeout", 408},
      {"length_required", 411},
      {"body_too_large", 413},
      {"uri_too_long", 414},
      {"unsupported_media_type", 415},
      {"expectation_failed", 417},
      {"misdirected_request", 421},
      {"headers_too_large", 431},
      {"user_exists", 409},
      {"request_in_progress", 409},
      {"create_in_doubt", 409},
      {"invalid_draft", 422},
      {"unsupported_field", 422},
      {"idempotency_key_reused", 422},
      {"rate_limited", 429},
      {"internal", 500},
      {"not_implemented", 501},
      {"http_version_not_supported", 505},
      {"provider_error", 502},
      {"provider_bad_response", 502},
      {"provider_rejected_credentials", 502},
      {"provider_forbidden", 502},
      {"partial_create", 502},
      {"overloaded", 503},
      {"provider_unavailable", 503},
      {"shutting_down", 503},
      {"state_unavailable", 503},
      {"outcome_unknown", 503},
      {"provider_timeout", 504},
  };
  std::map<std::string_view, unsigned> listed;
  std::set<std::string_view> titles;
  for (const ProblemKind& kind : problem_kinds()) {
    CAPTURE(kind.name);
    CHECK(listed.emplace(kind.name, kind.status).second);
    CHECK(titles.insert(kind.title).second);
    CHECK(kind.title.size() >= 10);
    CHECK(kind.description.size() >= 80);
    CHECK(kind.description.ends_with('.'));
    CHECK(&kind_of(kind.code) == &kind);
  }
  CHECK(listed == published);
}

TEST_CASE("a problem with nothing but its code says what every problem says") {
  Problem problem(ProblemCode::not_found, "There is nothing at this path.");
  problem.correlation_id = "c0ffee00-0000-4000-8000-000000000000";
  CHECK(encode_problem(problem) ==
        R"({"type":"/problems/not_found","title":"There is no such resource","status":404,)"
        R"("detail":"There is nothing at this path.","code":"not_found",)"
        R"("correlationId":"c0ffee00-0000-4000-8000-000000000000"})");
}

TEST_CASE("a problem with everything has its members in the published order") {
  Problem problem(ProblemCode::partial_create, "said \"no\"");
  problem.correlation_id = "id";
  problem.provider = "one";
  problem.provider_status = 403;
  problem.provider_code = "E1";
  problem.provider_message = "line\nbreak";
  problem.remedy = "Do it.";
  problem.retryable = false;
  problem.operation = "/v1/tenants/t/operations/o";
  ProviderOutcome created;
  created.name = "one";
  created.status = "created";
  created.id = "u1";
  created.is_create = true;
  ProviderOutcome refused;
  refused.name = "two";
  refused.status = "refused";
  refused.is_create = true;
  refused.error.emplace_back(ProblemCode::provider_error, "broke off");
  ProviderOutcome remembered;
  remembered.name = "three";
  remembered.status = "unknown";
  remembered.is_create = true;
  remembered.encoded_error = R"({"code":"provider_error"})";
  problem.providers.push_back(std::move(created));
  problem.providers.push_back(std::move(refused));
  problem.providers.push_back(std::move(remembered));
  problem.errors.push_back({"/email", "", "two", "required", "must be there"});
  problem.errors.push_back({"", "limit", "", "out_of_range", ""});
  problem.errors.push_back({"", "", "", "wrong_type", "must be an object"});
  CHECK(
      encode_problem(problem) ==
      R"({"type":"/problems/partial_create","title":"Only some of the providers have the user","status":502,)"
      R"("detail":"said \"no\"","code":"partial_create","correlationId":"id","provider":"one",)"
      R"("providerStatus":403,"providerCode":"E1","providerMessage":"line\nbreak","remedy":"Do it.",)"
      R"("retryable":false,"operation":"/v1/tenants/t/operations/o",)"
      R"("providers":[{"name":"one","state":"created","id":"u1"},)"
      R"({"name":"two","state":"refused","id":null,"error":{"type":"/problems/provider_error",)"
      R"("title":"A provider failed","status":502,"detail":"broke off","code":"provider_error"}},)"
      R"({"name":"three","state":"unknown","id":null,"error":{"code":"provider_error"}}],)"
      R"("errors":[{"pointer":"/email","provider":"two","reason":"required","detail":"must be there"},)"
      R"({"parameter":"limit","reason":"out_of_range"},)"
      R"({"pointer":"","reason":"wrong_type","detail":"must be an object"}]})");
}

TEST_CASE("a list's outcome has a count, and null where it is not known, never zero") {
  ProviderOutcome outcome;
  outcome.name = "one";
  outcome.status = "ok";
  outcome.count = 0;
  std::string out;
  append_provider_outcome(out, outcome);
  outcome.status = "error";
  outcome.count.reset();
  outcome.error.emplace_back(ProblemCode::provider_timeout, "");
  append_provider_outcome(out, outcome);
  CHECK(out == R"({"name":"one","status":"ok","count":0})"
               R"({"name":"one","status":"error","count":null,"error":{"type":"/problems/provider_timeout",)"
               R"("title":"A provider did not answer in time","status":504,"code":"provider_timeout"}})");
}

TEST_CASE("a provider's message is cut after 512 characters, never inside one") {
  Problem problem(ProblemCode::provider_error, "");
  for (int i = 0; i < 513; ++i)
    problem.provider_message += "é";
  const auto read = boost::json::parse(encode_problem(problem));
  CHECK(read.at("providerMessage").as_string().size() == 1024);
}

}  // namespace schema
