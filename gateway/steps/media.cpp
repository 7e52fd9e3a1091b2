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

// In thousandths.
int thousandths(std::string_view weight) {
  int value = 0;
  for (int place = 1000; const char c : weight) {
    if (c == '.') continue;
    value += (c - '0') * place;
    place /= 10;
  }
  return value;
}

std::string_view name_of(Form form) {
  return form == Form::ndjson ? "application/x-ndjson" : "application/json";
}

// How closely a range names the form: 0 not at all, 3 exactly.
int closeness(std::string_view range, Form form) {
  if (equals_ignoring_case(range, name_of(form))) return 3;
  if (equals_ignoring_case(range, "application/*")) return 2;
  return range == "*/*" ? 1 : 0;
}

struct Verdict {
  int closeness = 0;
  int weight = 0;  // 0: not accepted
};

// A range with a malformed weight says nothing.
Verdict judge_range(std::string_view range, Form form) {
  Verdict verdict{closeness(take_until(range, ';'), form), 1000};
  while (!range.empty()) {
    const auto parameter = split_parameter(take_until(range, ';'));
    if (!equals_ignoring_case(parameter.name, "q")) continue;
    if (!is_weight(parameter.value)) return {};
    verdict.weight = thousandths(parameter.value);
  }
  return verdict;
}

// How much the caller wants the form, by the most specific of its ranges (RFC 9110, 12.5.1).
int weight_of(std::string_view accept, Form form) {
  Verdict best;
  while (!accept.empty()) {
    const auto verdict = judge_range(take_until(accept, ','), form);
    const bool is_as_close = verdict.closeness == best.closeness && verdict.weight > best.weight;
    if (verdict.closeness > best.closeness || is_as_close) best = verdict;
  }
  return best.closeness > 0 ? best.weight : 0;
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

boost::system::result<Form, Problem> choose_form(std::optional<std::string_view> accept,
                                                 std::initializer_list<Form> offered) {
  if (!accept || accept->empty()) return *offered.begin();
  std::optional<Form> chosen;
  int best = 0;
  for (const Form form : offered) {
    const int weight = weight_of(*accept, form);
    if (weight <= best) continue;
    best = weight;
    chosen = form;
  }
  if (chosen) return *chosen;
  std::string names;
  for (const Form form : offered)
    names += (names.empty() ? "" : " or ") + std::string(name_of(form));
  return Problem(ProblemCode::not_acceptable,
                 "This answer is " + names + ", which the request does not accept.");
}

}  // namespace gateway::steps
