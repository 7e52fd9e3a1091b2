#include "gateway/steps/trace.hpp"

#include <algorithm>

namespace gateway::steps {

namespace {

// W3C Trace Context, 3.3.1.1: what must at least be passed on.
constexpr std::size_t max_tracestate = 512;

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; });
}

}  // namespace

bool is_traceparent(std::string_view text) {
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-' || text[52] != '-') return false;
  const auto trace_id = text.substr(3, 32);
  const auto parent_id = text.substr(36, 16);
  return is_lower_hex(trace_id) && is_lower_hex(parent_id) && is_lower_hex(text.substr(53)) &&
         !is_zero(trace_id) && !is_zero(parent_id);
}

Trace read_trace(std::optional<std::string_view> correlation_id, std::optional<std::string_view> traceparent,
                 std::optional<std::string_view> tracestate, const MakeGuid& make_guid) {
  Trace trace;
  const auto given = correlation_id ? schema::Guid::parse(*correlation_id) : std::nullopt;
  trace.correlation_id = (given ? *given : make_guid()).to_string();
  if (traceparent && is_traceparent(*traceparent)) {
    trace.traceparent = *traceparent;
    if (tracestate && tracestate->size() <= max_tracestate && is_printable(*tracestate)) {
      trace.tracestate = *tracestate;
    }
  }
  return trace;
}

}  // namespace gateway::steps
