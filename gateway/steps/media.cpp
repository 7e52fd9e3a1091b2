#include "gateway/steps/media.hpp"

#include "gateway/server/head_grammar.hpp"

#include <string>

namespace gateway::steps {

namespace {

using schema::Problem;
using schema::ProblemCode;
using server::equals_ignoring_case;
using server::trimmed;

// A media type or range, or one of its parameters, off the front of a text that is split at `separator`
// outside quoted strings (RFC 9110, 5.6.4 and 5.6.6).
std::string_view take_until(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    if (quoted && rest[at] == '\\') {
      ++at;
    } else if (rest[at] == '"') {
      quoted = !quoted;
    } else if (!quoted && rest[at] == separator) {
      break;
    }
  }
  const auto taken = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return trimmed(taken);
}

struct Parameter {
  std::string_view name;
  std::string_view value;
};

Parameter split_parameter(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return {text, {}};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

bool is_utf8_charset(Parameter parameter) {
  return equals_ignoring_case(parameter.name, "charset") &&
         (equals_ignoring_case(parameter.value, "utf-8") ||
          equals_ignoring_case(parameter.value, "\"utf-8\""));
}

// RFC 9110, 12.4.2: 0 or 1, with up to three decimals.
bool is_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return false;
  if (text.size() > 1 && text[1] != '.') return false;
  const auto decimals = text.substr(std::min<std::size_t>(2, text.size()));
  return decimals.find_first_not_of(text[0] == '1' ? "0" : "0123456789") == std::string_view::npos;
}

bool is_zero(std::string_view weight) { return weight.find_first_not_of("0.") == std::string_view::npos; }

// How closely a range names application/json: 0 not at all, 3 exactly.
int closeness(std::string_view range) {
  if (equals_ignoring_case(range, "application/json")) return 3;
  if (equals_ignoring_case(range, "application/*")) return 2;
  return range == "*/*" ? 1 : 0;
}

struct Verdict {
  int closeness = 0;
  bool accepted = false;
};

// A range with a malformed weight says nothing.
Verdict judge_range(std::string_view range) {
  Verdict verdict{closeness(take_until(range, ';')), true};
  while (!range.empty()) {
    const auto parameter = split_parameter(take_until(range, ';'));
    if (!equals_ignoring_case(parameter.name, "q")) continue;
    if (!is_weight(parameter.value)) return {};
    verdict.accepted = !is_zero(parameter.value);
  }
  return verdict;
}

}  // namespace

std::optional<Problem> check_json_body(std::optional<std::string_view> content_type,
                                       std::optional<std::string_view> content_encoding) {
  const auto refuse = [](std::string detail) { return Problem(ProblemCode::unsupported_media_type, detail); };
  if (content_encoding) return refuse("A body is taken as it is, without Content-Encoding.");
  if (!content_type) return refuse("The request needs the header Content-Type: application/json.");
  auto rest = *content_type;
  if (!equals_ignoring_case(take_until(rest, ';'), "application/json")) {
    return refuse("A body is taken as application/json.");
  }
  while (!rest.empty()) {
    if (!is_utf8_charset(split_parameter(take_until(rest, ';')))) {
      return refuse("The one parameter that application/json may have is charset=utf-8.");
    }
  }
  return std::nullopt;
}

std::optional<Problem> check_accepts_json(std::optional<std::string_view> accept) {
  if (!accept || accept->empty()) return std::nullopt;
  auto rest = *accept;
  Verdict best;
  while (!rest.empty()) {
    const auto verdict = judge_range(take_until(rest, ','));
    const bool is_as_close = verdict.closeness == best.closeness && verdict.accepted;
    if (verdict.closeness > best.closeness || is_as_close) best = verdict;
  }
  if (best.closeness > 0 && best.accepted) return std::nullopt;
  return Problem(ProblemCode::not_acceptable,
                 "This answer is application/json, which the request does not accept.");
}

}  // namespace gateway::steps
