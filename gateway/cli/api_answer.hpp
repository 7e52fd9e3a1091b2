// What came back from the API, and what an answer that is no data says: a problem of Usher's, or that no
// Usher answers there. For every command that asks.
#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::cli {

struct ApiReply {
  unsigned status = 0;
  std::string content_type;  // in lower case, without parameters
  std::string correlation_id;
  std::optional<std::chrono::seconds> retry_after;
  std::string body;  // only where the status is not 200: at most 1 MiB of it
};

// There is no answer, or no whole one: a sentence for a person.
struct ApiFault {
  std::string detail;
};

// Why there is nothing, or no more of it.
struct ApiFailure {
  std::string detail;                          // a sentence for a person; or
  std::optional<boost::json::object> problem;  // what Usher answered, RFC 9457

  std::string code() const;  // the problem's; empty where there is none
};

// Of an answer that is not what was asked for.
ApiFailure failure_of(const ApiReply& reply);
// For an answer that no Usher gives.
ApiFailure not_ushers(std::string_view what);

}  // namespace gateway::cli
