#include "gateway/server/request_head.hpp"

#include "gateway/server/authority.hpp"
#include "gateway/server/head_grammar.hpp"
#include "gateway/server/request_line.hpp"
#include "schema/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gateway::server {

namespace {

using schema::ProblemCode;

HeadFault head_too_large(const HeadLimits& limits) {
  return {ProblemCode::headers_too_large,
          "the request head is larger than " + std::to_string(limits.bytes) + " octets"};
}

std::string_view without_leading_empty_line(std::string_view bytes) {
  if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  return bytes;
}

// Takes one line off `rest`; nullopt where its end is missing or a bare CR or LF.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find_first_of("\r\n");
  if (end == std::string_view::npos || rest.substr(end, 2) != "\r\n") return std::nullopt;
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

// What must be known of all fields before the framing can be judged.
struct Framing {
  std::optional<std::string_view> host;
  std::optional<std::string_view> content_length;
  std::optional<std::string_view> transfer_encoding;
  bool close = false;
  bool keep_alive = false;
  bool expects_continue = false;
  bool expects_other = false;
};

std::optional<HeadFault> take_once(std::optional<std::string_view>& place, const FieldLine& field) {
  if (place) return refuse("the field " + printable_name(field.name) + " is given more than once");
  place = field.value;
  return std::nullopt;
}

void join(std::optional<std::string>& place, std::string_view value) {
  if (!place) {
    place.emplace(value);
  } else {
    place->append(", ").append(value);
  }
}

std::optional<HeadFault> take_connection(std::string_view value, Framing& framing) {
  ListMembers members(value);
  while (const auto option = members.next()) {
    if (!is_token(*option)) return refuse("the field Connection is malformed");
    framing.close = framing.close || equals_ignoring_case(*option, "close");
    framing.keep_alive = framing.keep_alive || equals_ignoring_case(*option, "keep-alive");
  }
  return std::nullopt;
}

void take_expect(std::string_view value, Framing& framing) {
  ListMembers members(value);
  while (const auto expectation = members.next()) {
    (equals_ignoring_case(*expectation, "100-continue") ? framing.expects_continue : framing.expects_other) =
        true;
  }
}

std::optional<HeadFault> take_field(const FieldLine& field, RequestHead& head, Framing& framing) {
  switch (field_name(field.name)) {
    case FieldName::host:
      return take_once(framing.host, field);
    case FieldName::content_length:
      return take_once(framing.content_length, field);
    case FieldName::transfer_encoding:
      return take_once(framing.transfer_encoding, field);
    case FieldName::connection:
      return take_connection(field.value, framing);
    case FieldName::expect:
      take_expect(field.value, framing);
      break;
    case FieldName::content_type:
      return take_once(head.content_type, field);
    case FieldName::authorization:
      return take_once(head.authorization, field);
    case FieldName::correlation_id:
      return take_once(head.correlation_id, field);
    case FieldName::traceparent:
      return take_once(head.traceparent, field);
    case FieldName::idempotency_key:
      return take_once(head.idempotency_key, field);
    case FieldName::content_encoding:
      if (!head.content_encoding) head.content_encoding = field.value;
      break;
    case FieldName::accept:
      join(head.accept, field.value);
      break;
    case FieldName::tracestate:
      join(head.tracestate, field.value);
      break;
    case FieldName::if_none_match:
      join(head.if_none_match, field.value);
      break;
    case FieldName::origin:
      if (!head.origin) head.origin = field.value;
      break;
    case FieldName::other:
      break;
  }
  return std::nullopt;
}

std::optional<HeadFault> judge_fields(std::string_view rest, const HeadLimits& limits, RequestHead& head,
                                      Framing& framing) {
  std::size_t count = 0;
  for (;;) {
    const auto line = take_line(rest);
    if (!line) return refuse("a line of the head does not end in CRLF");
    if (line->empty()) break;
    if (++count > limits.fields) {
      return HeadFault{ProblemCode::headers_too_large,
                       "the request head has more than " + std::to_string(limits.fields) + " fields"};
    }
    const auto field = split_field_line(*line);
    if (!field) return refuse(field.error().detail);
    if (auto fault = take_field(*field, head, framing)) return fault;
  }
  if (!rest.empty()) return refuse("bytes follow the end of the head");
  return std::nullopt;
}

std::optional<HeadFault> judge_host(const Framing& framing, RequestHead& head) {
  if (!framing.host) {
    if (head.minor_version == 1) return refuse("the field Host is missing");
    return std::nullopt;
  }
  if (!split_authority(*framing.host)) return refuse("the field Host is malformed");
  // RFC 9112, 3.2.2: an absolute-form target's authority takes the place of Host.
  if (head.authority.empty()) head.authority = *framing.host;
  return std::nullopt;
}

std::optional<HeadFault> judge_length(std::string_view digits, RequestHead& head) {
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), schema::is_digit)) {
    return refuse("the field Content-Length is not a number");
  }
  head.framing = BodyFraming::length;
  for (const char digit : digits) {
    const auto value = static_cast<std::uint64_t>(digit - '0');
    if (head.content_length > (UINT64_MAX - value) / 10) {
      return HeadFault{ProblemCode::body_too_large, "the field Content-Length is past what can be counted"};
    }
    head.content_length = head.content_length * 10 + value;
  }
  return std::nullopt;
}

std::optional<HeadFault> judge_framing(const Framing& framing, RequestHead& head) {
  if (framing.transfer_encoding) {
    if (head.minor_version == 0) return refuse("HTTP/1.0 has no Transfer-Encoding");
    if (framing.content_length) return refuse("Transfer-Encoding and Content-Length exclude each other");
    if (!equals_ignoring_case(*framing.transfer_encoding, "chunked")) {
      return refuse("the one Transfer-Encoding that is taken is: chunked");
    }
    head.framing = BodyFraming::chunked;
  } else if (framing.content_length) {
    if (auto fault = judge_length(*framing.content_length, head)) return fault;
  }
  return std::nullopt;
}

std::optional<HeadFault> judge_connection(const Framing& framing, RequestHead& head) {
  head.keep_alive = !framing.close && (head.minor_version == 1 || framing.keep_alive);
  // RFC 9110, 10.1.1: HTTP/1.0 has no expectations.
  if (head.minor_version == 0) return std::nullopt;
  if (framing.expects_other) {
    return HeadFault{ProblemCode::expectation_failed, "the one expectation that is met is: 100-continue"};
  }
  const bool has_body = head.framing == BodyFraming::chunked || head.content_length != 0;
  head.expects_continue = framing.expects_continue && has_body;
  return std::nullopt;
}

}  // namespace

std::size_t find_head_end(std::string_view bytes, std::size_t from) {
  // Three bytes back, since a CRLFCRLF may have been cut anywhere.
  std::size_t at = from < 3 ? 0 : from - 3;
  // The empty line that is tolerated in front must not be taken for half of the end.
  const std::size_t start = bytes.starts_with("\r\n") ? 2 : 0;
  for (at = std::max(at, start); at < bytes.size(); ++at) {
    const char byte = bytes[at];
    if (value_bytes[static_cast<unsigned char>(byte)]) continue;
    if (byte == '\n' && at > 0 && bytes[at - 1] == '\r') continue;
    if (byte != '\r') return at + 1;
    if (at + 1 == bytes.size()) break;
    if (bytes[at + 1] != '\n') return at + 1;
    // A line that is empty ends the head.
    if (at == start || (at >= start + 2 && bytes.substr(at - 2, 2) == "\r\n")) return at + 2;
  }
  return std::string_view::npos;
}

boost::system::result<RequestHead, HeadFault> judge_request_head(std::string_view bytes,
                                                                 const HeadLimits& limits, bool tls) {
  if (bytes.size() > limits.bytes) return judge_endless_head(bytes, limits);
  std::string_view rest = without_leading_empty_line(bytes);
  const auto line = take_line(rest);
  if (!line) return refuse("the request line does not end in CRLF");

  RequestHead head;
  if (auto fault = judge_request_line(*line, limits, tls, head)) return *std::move(fault);
  Framing framing;
  if (auto fault = judge_fields(rest, limits, head, framing)) return *std::move(fault);
  if (auto fault = judge_host(framing, head)) return *std::move(fault);
  if (auto fault = judge_framing(framing, head)) return *std::move(fault);
  if (auto fault = judge_connection(framing, head)) return *std::move(fault);
  return head;
}

HeadFault judge_endless_head(std::string_view bytes, const HeadLimits& limits) {
  bytes = without_leading_empty_line(bytes);
  const auto line = bytes.substr(0, bytes.find_first_of("\r\n"));
  const auto target = line.substr(std::min(line.find(' '), line.size()));
  if (target.size() > limits.target_bytes + std::string_view("  HTTP/1.1").size()) {
    return target_too_long(limits);
  }
  return head_too_large(limits);
}

}  // namespace gateway::server
