#include "gateway/server/request_line.hpp"

#include "gateway/server/authority.hpp"
#include "gateway/server/head_grammar.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <utility>

namespace gateway::server {

using schema::ProblemCode;

namespace {

// The part after "HTTP/"; sets the minor version.
std::optional<HeadFault> judge_version(std::string_view version, RequestHead& head) {
  if (version.size() != 8 || !version.starts_with("HTTP/") || !schema::is_digit(version[5]) ||
      version[6] != '.' || !schema::is_digit(version[7])) {
    return refuse("the request line does not end in an HTTP version");
  }
  if (version[5] != '1' || version[7] > '1') {
    return HeadFault{ProblemCode::http_version_not_supported, "this server speaks HTTP/1.1 and HTTP/1.0"};
  }
  head.minor_version = version[7] == '1' ? 1 : 0;
  return std::nullopt;
}

std::optional<HeadFault> judge_path_and_query(std::string_view text, RequestHead& head) {
  const auto mark = text.find('?');
  head.path = text.substr(0, mark);
  if (mark != std::string_view::npos) {
    head.has_query = true;
    head.query = text.substr(mark + 1);
  }
  if (!all_bytes(head.path, path_bytes) || !all_bytes(head.query, query_bytes)) {
    return refuse("the request target holds a character that must be percent-encoded");
  }
  return std::nullopt;
}

std::optional<HeadFault> judge_absolute_form(std::string_view target, bool tls, RequestHead& head) {
  const std::string_view scheme = tls ? "https://" : "http://";
  if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
    return refuse("the request target is neither a path nor a URL of this listener's scheme");
  }
  target.remove_prefix(scheme.size());
  const auto end = std::min(target.find_first_of("/?"), target.size());
  head.authority = target.substr(0, end);
  if (!split_authority(head.authority)) return refuse("the authority of the request target is malformed");
  const auto rest = target.substr(end);
  if (auto fault = judge_path_and_query(rest, head)) return fault;
  // RFC 9112, 3.2.1 and 3.2.4: an empty path is "/", and the whole server for OPTIONS.
  if (head.path.empty()) head.path = head.method == "OPTIONS" && !head.has_query ? "*" : "/";
  return std::nullopt;
}

std::optional<HeadFault> judge_target(bool tls, RequestHead& head) {
  const auto target = head.target;
  if (target.find('#') != std::string_view::npos) return refuse("the request target has a fragment");
  if (target == "*") {
    if (head.method != "OPTIONS") return refuse("the target * is for OPTIONS only");
    head.path = target;
    return std::nullopt;
  }
  if (head.method == "CONNECT") return refuse("this server is not a proxy");
  if (target.starts_with('/')) return judge_path_and_query(target, head);
  return judge_absolute_form(target, tls, head);
}

}  // namespace

HeadFault refuse(std::string detail) { return {ProblemCode::invalid_request, std::move(detail)}; }

HeadFault target_too_long(const HeadLimits& limits) {
  return {ProblemCode::uri_too_long,
          "the request target is longer than " + std::to_string(limits.target_bytes) + " octets"};
}

std::optional<HeadFault> judge_request_line(std::string_view line, const HeadLimits& limits, bool tls,
                                            RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return refuse("the request line is not: method, space, target, space, version");
  }
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (!is_token(head.method)) return refuse("the request method is not a token");
  if (auto fault = judge_version(line.substr(last + 1), head)) return fault;
  if (head.target.size() > limits.target_bytes) return target_too_long(limits);
  if (head.target.empty() || !all_bytes(head.target, visible_bytes)) {
    return refuse("the request target is empty or holds white space, control or 8-bit bytes");
  }
  return judge_target(tls, head);
}

}  // namespace gateway::server
