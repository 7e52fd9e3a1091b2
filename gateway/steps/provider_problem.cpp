#include "gateway/steps/provider_problem.hpp"

#include <algorithm>
#include <vector>

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

std::string mask(std::string text, std::span<const std::string_view> secrets) {
  // The longest first: masking a part of a secret would let the rest of it show.
  std::vector<std::string_view> longest_first(secrets.begin(), secrets.end());
  std::ranges::sort(longest_first, std::greater<>(), &std::string_view::size);
  for (const std::string_view secret : longest_first) {
    if (secret.size() < 3) continue;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) {
      text.replace(at, secret.size(), "***");
    }
  }
  return text;
}

schema::Problem provider_problem(const adapters::ProviderError& error, std::string_view provider,
                                 std::string_view correlation_id, std::span<const std::string_view> secrets) {
  schema::Problem problem(code_of(error.kind), error.detail);
  problem.correlation_id = correlation_id;
  problem.provider = provider;
  problem.provider_status = error.status;
  problem.provider_code = mask(error.code, secrets);
  problem.provider_message = mask(error.message, secrets);
  problem.remedy = error.remedy;
  problem.retryable = is_retryable(error.kind);
  problem.errors = error.fields;
  for (auto& field : problem.errors) {
    field.provider = provider;
    field.detail = mask(std::move(field.detail), secrets);
  }
  if (schema::kind_of(problem.code).status == 503) {
    problem.retry_after_seconds =
        error.retry_after ? static_cast<std::uint32_t>(std::max<std::int64_t>(1, error.retry_after->count()))
                          : 5u;
  }
  return problem;
}

}  // namespace gateway::steps
