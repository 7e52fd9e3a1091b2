// What a caller is told when a request fails: an RFC 9457 problem. The code table is the published list of
// errors; every problem comes from it, so no answer has a code, title or status of its own invention.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schema {

enum class ProblemCode : std::uint8_t {
  invalid_request,
  malformed_json,
  invalid_parameter,
  invalid_cursor,
  invalid_filter,
  unauthenticated,
  forbidden,
  not_found,
  tenant_not_found,
  customer_not_found,
  user_not_found,
  operation_not_found,
  method_not_allowed,
  not_acceptable,
  request_timeout,
  length_required,
  body_too_large,
  uri_too_long,
  unsupported_media_type,
  expectation_failed,
  misdirected_request,
  headers_too_large,
  user_exists,
  request_in_progress,
  create_in_doubt,
  invalid_draft,
  unsupported_field,
  idempotency_key_reused,
  rate_limited,
  internal,
  not_implemented,
  http_version_not_supported,
  provider_error,
  provider_bad_response,
  provider_rejected_credentials,
  provider_forbidden,
  partial_create,
  overloaded,
  provider_unavailable,
  shutting_down,
  state_unavailable,
  outcome_unknown,
  provider_timeout,
};

// One row of the published list.
struct ProblemKind {
  ProblemCode code;
  std::string_view name;  // "invalid_request"
  unsigned status;
  std::string_view title;        // short, the same for every occurrence
  std::string_view description;  // for /problems/{code}: what it means and what a caller can do
};

std::span<const ProblemKind> problem_kinds();
const ProblemKind& kind_of(ProblemCode code);

// One mistake among several in a request.
struct FieldError {
  std::string pointer;    // RFC 6901, into the body; or
  std::string parameter;  // a query parameter or header
  std::string provider;   // empty: no provider in particular
  std::string reason;     // machine-readable, snake_case: "required", "too_long", "unknown_member" ...
  std::string detail;     // for a person: what would be right
};

struct Problem;

// What became of one provider; the member `providers` of lists and of problems.
struct ProviderOutcome {
  std::string name;
  std::string status;  // ok, error, not_asked, not_bound; or a create's: created, refused, unknown ...
  std::optional<std::uint64_t> count;  // lists only
  std::string id;                      // creates only: as the provider writes it
  std::vector<Problem> error;          // none or one (a vector because Problem is incomplete here)
  std::string encoded_error;           // instead: a problem as it was written down earlier
  bool is_create = false;  // prints {name, state, id, error} instead of {name, status, count, error}
};

struct Problem {
  ProblemCode code = ProblemCode::internal;
  std::string detail;
  std::string correlation_id;
  std::string provider;
  std::optional<int> provider_status;
  std::string provider_code;
  std::string provider_message;  // secrets already masked
  std::string remedy;
  std::optional<bool> retryable;
  std::string operation;  // address of the operation, for outcome_unknown
  std::vector<ProviderOutcome> providers;
  std::vector<FieldError> errors;
  // Header fields that go with it.
  std::optional<std::uint32_t> retry_after_seconds;
  std::string allow;  // for method_not_allowed

  Problem() = default;
  Problem(ProblemCode which, std::string why) : code(which), detail(std::move(why)) {}
};

// application/problem+json, one line.
std::string encode_problem(const Problem& problem);
void append_problem(std::string& out, const Problem& problem);
void append_provider_outcome(std::string& out, const ProviderOutcome& outcome);

}  // namespace schema
