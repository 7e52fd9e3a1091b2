// Why a provider's call failed, in our code's terms: what a caller would do differently, not which layer said
// so. The gateway turns it into a Problem at its very end (gateway/steps/render_problem); nothing here is
// ever printed as it is.
#pragma once

#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace adapters {

enum class ErrorKind : std::uint8_t {
  failed,              // refused, reset, cut short, TLS, redirect, 5xx, any 4xx without a row of its own
  bad_response,        // a body of another kind than documented, a size cap, a paging fault
  timed_out,           // a phase of the exchange, or the caller's deadline
  unavailable,         // 429, Retry-After past the deadline, a queue that is full
  credentials,         // a person must act: invalid_grant, invalid_client, MFA, 401 after a fresh token
  forbidden,           // 403: this customer only
  customer_not_found,  // 404 where a customer was asked for
  user_exists,         // create: the person is there already
  refused,             // create: a definite business refusal (400, 422); nothing was created
  cancelled,           // the caller went away
};

struct ProviderError {
  ErrorKind kind = ErrorKind::failed;
  std::string detail;                      // a full sentence for the caller; no secret, no value of theirs
  std::string remedy;                      // what a person must do, where one must
  std::optional<int> status;               // the provider's HTTP status
  std::string code;                        // the provider's own error code
  std::string message;                     // the provider's own words, uncut and unmasked
  std::vector<schema::FieldError> fields;  // create: which fields it refused
  std::optional<std::chrono::seconds> retry_after;
  bool sent = false;       // bytes of the request left this machine: a write may have been executed
  bool retryable = false;  // the same GET may well succeed in a moment
  bool reused_connection_closed = false;  // a kept-alive connection was closing when the request went out
};

template <class T>
using Result = boost::system::result<T, ProviderError>;

}  // namespace adapters
