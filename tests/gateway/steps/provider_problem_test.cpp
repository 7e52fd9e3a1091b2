#include "gateway/steps/provider_problem.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

namespace {

using adapters::ErrorKind;
using adapters::ProviderError;

schema::Problem told(const ProviderError& error) {
  return provider_problem(error, "cloud_cockpit", "id", {});
}

}  // namespace

TEST_CASE("each kind of failure has its code, its status and its word on a repeat") {
  struct Row {
    ErrorKind kind;
    std::string_view code;
    unsigned status;
    bool retryable;
  };
  const std::vector<Row> rows = {
      {ErrorKind::failed, "provider_error", 502, true},
      {ErrorKind::bad_response, "provider_bad_response", 502, false},
      {ErrorKind::timed_out, "provider_timeout", 504, true},
      {ErrorKind::unavailable, "provider_unavailable", 503, true},
      {ErrorKind::credentials, "provider_rejected_credentials", 502, false},
      {ErrorKind::forbidden, "provider_forbidden", 502, false},
      {ErrorKind::customer_not_found, "customer_not_found", 404, false},
      {ErrorKind::user_exists, "user_exists", 409, false},
      {ErrorKind::refused, "invalid_draft", 422, false},
      {ErrorKind::cancelled, "provider_error", 502, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    ProviderError error;
    error.kind = row.kind;
    error.detail = "It went wrong.";
    const schema::Problem problem = told(error);
    CHECK(schema::kind_of(problem.code).name == row.code);
    CHECK(schema::kind_of(problem.code).status == row.status);
    CHECK(problem.retryable == row.retryable);
    CHECK(problem.provider == "cloud_cockpit");
    CHECK(problem.correlation_id == "id");
    CHECK(problem.detail == "It went wrong.");
    CHECK(problem.retry_after_seconds.has_value() == (row.status == 503));
  }
}

TEST_CASE("hands on when the provider wants to be asked again, one second at the least") {
  ProviderError error;
  error.kind = ErrorKind::unavailable;
  error.retry_after = std::chrono::seconds(17);
  CHECK(told(error).retry_after_seconds == 17u);
  error.retry_after = std::chrono::seconds(0);
  CHECK(told(error).retry_after_seconds == 1u);
}

TEST_CASE("hands on the provider's own words, its status and what it refused") {
  ProviderError error;
  error.kind = ErrorKind::refused;
  error.status = 400;
  error.code = "2000";
  error.message = "no such domain";
  error.remedy = "Choose another domain.";
  error.fields.push_back({"/userPrincipalName", "", "", "refused", "its domain"});
  const schema::Problem problem = told(error);
  CHECK(problem.provider_status == 400);
  CHECK(problem.provider_code == "2000");
  CHECK(problem.provider_message == "no such domain");
  CHECK(problem.remedy == "Choose another domain.");
  REQUIRE(problem.errors.size() == 1);
  CHECK(problem.errors[0].pointer == "/userPrincipalName");
  CHECK(problem.errors[0].provider == "cloud_cockpit");
}

TEST_CASE("masks every secret, wherever the provider repeats it") {
  const std::vector<std::string_view> secrets = {"hunter2", "hunter2-and-more", "x", ""};
  ProviderError error;
  error.code = "hunter2";
  error.message = "bad hunter2";
  error.fields.push_back({"/a", "", "", "refused", "hunter2 is bad"});
  const schema::Problem problem = provider_problem(error, "p", "id", secrets);
  CHECK(problem.provider_code == "***");
  CHECK(problem.provider_message == "bad ***");
  CHECK(problem.errors[0].detail == "*** is bad");
}

}  // namespace gateway::steps
