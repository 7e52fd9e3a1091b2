// The strict linter of the raw request head (RFC 9110, 9112) that stands in front of Beast, whose parser
// takes heads that another hop would read differently. The session calls it; what the path, the query and the
// values mean is decided in gateway/steps. A fault never carries a value of the caller's.
#pragma once

#include "schema/problem.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gateway::server {

struct HeadLimits {
  std::size_t bytes = 16 * 1024;  // the whole head, its blank line included
  std::size_t fields = 64;
  std::size_t target_bytes = 8000;
};

enum class BodyFraming : std::uint8_t { none, length, chunked };

// Views into the bytes that were judged (or into static text); they must outlive it. The strings are fields
// that may be given in several lines: the lines joined by ", ".
struct RequestHead {
  std::string_view method;
  std::string_view target;  // as sent
  std::string_view path;    // not decoded; "*" for OPTIONS *
  std::string_view query;   // not decoded, without its "?"
  bool has_query = false;
  std::string_view authority;  // of an absolute-form target, else of Host; empty: HTTP/1.0 without Host
  unsigned minor_version = 1;  // of HTTP/1
  bool keep_alive = true;

  BodyFraming framing = BodyFraming::none;
  std::uint64_t content_length = 0;  // where framing is length
  bool expects_continue = false;     // an interim 100 is awaited before the body is sent

  std::optional<std::string_view> content_type;
  std::optional<std::string_view> content_encoding;  // the first, where there are several
  std::optional<std::string_view> authorization;
  std::optional<std::string_view> correlation_id;
  std::optional<std::string_view> traceparent;
  std::optional<std::string_view> idempotency_key;
  std::optional<std::string_view> origin;  // a web page asks (the first, where there are several)
  std::optional<std::string> accept;
  std::optional<std::string> tracestate;
  std::optional<std::string> if_none_match;
};

struct HeadFault {
  schema::ProblemCode code = schema::ProblemCode::invalid_request;
  std::string detail;
  bool close = true;  // where the next request would begin is not known
};

// One past the head in `bytes`, or npos while it is incomplete. A byte that no head may hold (a bare CR or
// LF, another control byte, 8-bit) ends it at once, so that judge_request_head() refuses without waiting for
// more. `from`: how many bytes an earlier call has seen without finding the end.
std::size_t find_head_end(std::string_view bytes, std::size_t from);

// `head` is what find_head_end() delimits: through the blank line, with at most one empty line in front.
// `tls`: which scheme an absolute-form target may name.
boost::system::result<RequestHead, HeadFault> judge_request_head(std::string_view head,
                                                                 const HeadLimits& limits, bool tls);

// For bytes that reached limits.bytes without an end: 414 where the target alone is too long, else 431.
HeadFault judge_endless_head(std::string_view bytes, const HeadLimits& limits);

}  // namespace gateway::server
