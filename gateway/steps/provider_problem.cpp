#include "gateway/steps/provider_problem.hpp"

#include "schema/mask.hpp"

#include <algorithm>

namespace gateway::steps {
namespace {

using adapters::ErrorKind;
using schema::ProblemCode;

ProblemCode code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::failed:
      return ProblemCode::provider_error;
    case ErrorKind::bad_response:
      return ProblemCode::provider_bad_response;
    case ErrorKind::timed_out:
      return ProblemCode::provider_timeout;
    case ErrorKind::unavailable:
      return ProblemCode::provider_unavailable;
    case ErrorKind::credentials:
      return ProblemCode::provider_rejected_credentials;
    case ErrorKind::forbidden:
      return ProblemCode::provider_forbidden;
    case ErrorKind::customer_not_found:
      return ProblemCode::customer_not_found;
    case ErrorKind::user_exists:
      return ProblemCode::user_exists;
    case ErrorKind::refused:
      return ProblemCode::invalid_draft;
    case ErrorKind::cancelled:
      return ProblemCode::provider_error;
  }
  return ProblemCode::provider_error;
}

bool is_retryable(ErrorKind kind) {
  return kind == ErrorKind::failed || kind == ErrorKind::timed_out || kind == ErrorKind::unavailable;
}

}  // namespace

schema::Problem provider_problem(const adapters::ProviderError& error, std::string_view provider,
                                 std::string_view correlation_id, std::span<const std::string_view> secrets) {
  schema::Problem problem(code_of(error.kind), error.detail);
  problem.correlation_id = correlation_id;
  problem.provider = provider;
  problem.provider_status = error.status;
  problem.provider_code = schema::mask(error.code, secrets);
  problem.provider_message = schema::mask(error.message, secrets);
  problem.remedy = error.remedy;
  problem.retryable = is_retryable(error.kind);
  problem.errors = error.fields;
  for (auto& field : problem.errors) {
    field.provider = provider;
    field.detail = schema::mask(std::move(field.detail), secrets);
  }
  if (schema::kind_of(problem.code).status == 503) {
    problem.retry_after_seconds =
        error.retry_after ? static_cast<std::uint32_t>(std::max<std::int64_t>(1, error.retry_after->count()))
                          : 5u;
  }
  return problem;
}

}  // namespace gateway::steps
