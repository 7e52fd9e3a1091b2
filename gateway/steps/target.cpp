#include "gateway/steps/target.hpp"

#include "gateway/server/head_grammar.hpp"
#include "gateway/steps/parameter_mistakes.hpp"
#include "schema/code_point.hpp"

#include <algorithm>
#include <optional>

namespace gateway::steps {

namespace {

using schema::Problem;
using schema::ProblemCode;

// No request needs more; bounds the work that a target can cause.
constexpr std::size_t max_parameters = 64;

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto character = schema::first_code_point(text);
    if (character.value < 0) return false;
    text.remove_prefix(character.size);
  }
  return true;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

enum class Space { is_plus, is_not_plus };

// Why a text cannot be decoded: a machine-readable reason, and for a person.
struct Decoding {
  std::string text;
  std::string_view reason;  // empty: it was decoded
  std::string_view detail;
};

Decoding decode(std::string_view raw, Space space) {
  Decoding out;
  out.text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    char c = raw[at];
    if (c == '%') {
      const int high = at + 2 < raw.size() ? hex_digit(raw[at + 1]) : -1;
      const int low = at + 2 < raw.size() ? hex_digit(raw[at + 2]) : -1;
      if (high < 0 || low < 0) {
        return {{}, "percent_encoding", "a percent sign is not followed by two hexadecimal digits"};
      }
      c = static_cast<char>(high * 16 + low);
      at += 2;
    } else if (c == '+' && space == Space::is_plus) {
      c = ' ';
    }
    if (is_control(c)) return {{}, "control_character", "it holds a control character"};
    out.text += c;
  }
  if (!is_utf8(out.text)) return {{}, "utf8", "it is not valid UTF-8"};
  return out;
}

Problem bad_path(std::string_view why) {
  return {ProblemCode::invalid_request, "The path cannot be served: " + std::string(why) + "."};
}

std::optional<Problem> add_segment(std::string_view raw, bool is_last, std::vector<std::string>& segments) {
  auto decoded = decode(raw, Space::is_not_plus);
  if (!decoded.reason.empty()) return bad_path(decoded.detail);
  const std::string& text = decoded.text;
  if (text.find_first_of("/\\") != std::string::npos) {
    return bad_path("a segment holds an encoded slash or a backslash");
  }
  if (text == "." || text == "..") return bad_path("it has a dot segment");
  if (text.empty() && !is_last) return bad_path("it has an empty segment");
  segments.push_back(std::move(decoded.text));
  return std::nullopt;
}

std::optional<Problem> split_path(std::string_view path, std::vector<std::string>& segments) {
  if (path == "*") {
    segments.emplace_back(path);
    return std::nullopt;
  }
  if (!path.starts_with('/')) return bad_path("it does not begin with a slash");
  for (;;) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    const bool is_last = end == path.size();
    if (auto problem = add_segment(path.substr(0, end), is_last, segments)) return problem;
    if (is_last) return std::nullopt;
    path.remove_prefix(end);
  }
}

void add_parameter(std::string_view piece, Query& query, ParameterMistakes& mistakes) {
  const auto equals = std::min(piece.find('='), piece.size());
  const auto raw_name = piece.substr(0, equals);
  auto name = decode(raw_name, Space::is_plus);
  auto value = decode(piece.substr(std::min(equals + 1, piece.size())), Space::is_plus);
  if (!name.reason.empty()) {
    mistakes.add(server::printable_name(raw_name), name.reason,
                 "The name of a parameter cannot be read: " + std::string(name.detail) + ".");
  } else if (name.text.empty()) {
    mistakes.add("(no name)", "empty_name", "A parameter has no name.");
  } else if (!value.reason.empty()) {
    mistakes.add(name.text, value.reason, "The value cannot be read: " + std::string(value.detail) + ".");
  } else {
    query.emplace_back(std::move(name.text), std::move(value.text));
  }
}

void split_query(std::string_view query, Query& parameters, ParameterMistakes& mistakes) {
  while (!query.empty()) {
    if (parameters.size() == max_parameters) {
      mistakes.add("(query)", "too_many", "There are more query parameters than any request needs.");
      return;
    }
    const auto end = std::min(query.find('&'), query.size());
    if (end != 0) add_parameter(query.substr(0, end), parameters, mistakes);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
}

}  // namespace

boost::system::result<Target, Problem> parse_target(std::string_view path, std::string_view query) {
  Target target;
  if (auto problem = split_path(path, target.segments)) return *std::move(problem);
  ParameterMistakes mistakes;
  split_query(query, target.query, mistakes);
  if (!mistakes.empty()) return std::move(mistakes).problem();
  return target;
}

}  // namespace gateway::steps
