#include "gateway/steps/render_parts.hpp"

#include "schema/json_text.hpp"

#include <xxhash.h>

namespace gateway::steps {
namespace {

void append_warning(std::string& out, const aggregate::Warning& warning) {
  out += "{\"code\":";
  schema::append_json_string(out, warning.code);
  if (!warning.provider.empty()) {
    out += ",\"provider\":";
    schema::append_json_string(out, warning.provider);
    out += ",\"ids\":[";
    for (std::size_t i = 0; i < warning.ids.size(); ++i) {
      if (i > 0) out += ',';
      schema::append_json_string(out, warning.ids[i]);
    }
    out += ']';
  }
  out += ",\"detail\":";
  schema::append_json_string(out, warning.detail);
  out += '}';
}

void append_hex(std::string& out, std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4)
    out += digits[number >> shift & 15];
}
}  // namespace

void mark_personal(Answer& answer) {
  answer.headers.emplace_back("Cache-Control", "private, no-cache");
  answer.headers.emplace_back("Vary", "Accept, Authorization");
}

void mark_uncacheable(Answer& answer) { answer.headers.emplace_back("Cache-Control", "no-store"); }

void append_outcomes(std::string& out, const std::vector<schema::ProviderOutcome>& outcomes) {
  out += '[';
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (i > 0) out += ',';
    schema::append_provider_outcome(out, outcomes[i]);
  }
  out += ']';
}

void append_warnings(std::string& out, const std::vector<aggregate::Warning>& warnings) {
  out += ",\"warnings\":[";
  for (std::size_t i = 0; i < warnings.size(); ++i) {
    if (i > 0) out += ',';
    append_warning(out, warnings[i]);
  }
  out += ']';
}

void append_completeness(std::string& out, bool complete,
                         const std::vector<schema::ProviderOutcome>& outcomes) {
  out += complete ? ",\"complete\":true,\"providers\":" : ",\"complete\":false,\"providers\":";
  append_outcomes(out, outcomes);
}

void append_next(Answer& answer, const std::string& cursor, const std::string& target) {
  answer.body += "\"nextCursor\":";
  append_text_or_null(answer.body, cursor);
  if (!cursor.empty()) answer.headers.emplace_back("Link", '<' + target + ">; rel=\"next\"");
}

std::string entity_tag(std::uint64_t one, std::uint64_t other) {
  std::string tag = "W/\"";
  append_hex(tag, one);
  append_hex(tag, other);
  return tag += '"';
}

std::uint64_t hash_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

void append_text_or_null(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "null";
  } else {
    schema::append_json_string(out, text);
  }
}

}  // namespace gateway::steps
