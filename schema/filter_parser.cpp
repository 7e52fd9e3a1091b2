#include "schema/code_point.hpp"
#include "schema/excerpt.hpp"
#include "schema/filter_program.hpp"
#include "schema/filter_scanner.hpp"
#include "schema/fold.hpp"
#include "schema/json_text.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace schema {
namespace {

using Kind = FilterNode::Kind;
using Type = FilterAttribute::Type;

constexpr std::array<std::pair<std::string_view, FilterOperator>, 10> operators = {{
    {"eq", FilterOperator::eq},
    {"ne", FilterOperator::ne},
    {"co", FilterOperator::co},
    {"sw", FilterOperator::sw},
    {"ew", FilterOperator::ew},
    {"gt", FilterOperator::gt},
    {"ge", FilterOperator::ge},
    {"lt", FilterOperator::lt},
    {"le", FilterOperator::le},
    {"pr", FilterOperator::pr},
}};

std::optional<FilterOperator> operator_of(std::string_view word) {
  for (const auto& [name, op] : operators) {
    if (equal_in_any_case(name, word)) return op;
  }
  return std::nullopt;
}

const FilterAttribute* attribute_of(std::string_view word) {
  for (const FilterAttribute& attribute : filter_attributes()) {
    if (equal_in_any_case(attribute.name, word)) return &attribute;
  }
  return nullptr;
}

std::string unknown_attribute(std::string_view word) {
  std::string detail = "A user has no attribute ";
  append_json_string(detail, first_characters(word, quoted_name_characters));
  detail += "; the attributes are ";
  bool is_first = true;
  for (const FilterAttribute& attribute : filter_attributes()) {
    if (!std::exchange(is_first, false)) detail += ", ";
    detail += attribute.name;
  }
  return detail + ".";
}

// One method for each rule of the grammar. False: the mistake is noted, and all callers give up.
class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : scanner_(text) {}

  bool parse() {
    if (!disjunction()) return false;
    if (scanner_.is_at_end()) return true;
    if (scanner_.is_at(')')) return fail("syntax", "This ) closes no (.");
    return fail("syntax", "Here belongs and, or, or the end of the filter.");
  }
  FilterProgram release() && { return std::move(program_); }
  FilterMistake mistake() && { return std::move(mistake_); }

 private:
  bool disjunction() { return chain(Kind::any_of, "or", &FilterParser::conjunction); }
  bool conjunction() { return chain(Kind::all_of, "and", &FilterParser::factor); }

  // Parts with `word` between them. Leaves the scanner at what follows, behind its spaces.
  bool chain(Kind kind, std::string_view word, bool (FilterParser::*part)()) {
    const std::size_t place = open(kind);
    std::size_t parts = 0;
    bool goes_on = true;
    while (goes_on) {
      if (!(this->*part)()) return false;
      ++parts;
      scanner_.skip_spaces();
      goes_on = equal_in_any_case(scanner_.peek_word(), word);
      if (goes_on && !joint()) return false;
    }
    close(place);
    // A part without company needs nobody to join it.
    if (parts == 1) program_.nodes.erase(program_.nodes.begin() + static_cast<std::ptrdiff_t>(place));
    return true;
  }

  bool joint() {
    if (!scanner_.is_behind_space()) return missing_space();
    scanner_.take_word(scanner_.peek_word());
    return space();
  }

  bool factor() {
    scanner_.skip_spaces();
    if (scanner_.is_at('(')) return group();
    const std::string_view word = scanner_.peek_word();
    if (!equal_in_any_case(word, "not")) return term();
    scanner_.take_word(word);
    scanner_.skip_spaces();
    if (!scanner_.is_at('(')) return fail("syntax", "After not belongs an expression in parentheses.");
    const std::size_t place = open(Kind::none_of);
    if (!group()) return false;
    close(place);
    return true;
  }

  bool group() {
    if (depth_ == Filter::max_depth)
      return fail("too_deep",
                  "Parentheses stand at most " + std::to_string(Filter::max_depth) + " levels deep.");
    ++depth_;
    scanner_.take('(');
    if (!disjunction()) return false;
    if (!scanner_.take(')')) return fail("syntax", "Here belongs and, or, or the ) for a ( before it.");
    --depth_;
    return true;
  }

  bool term() {
    FilterTerm term;
    if (!attribute(term) || !comparison(term)) return false;
    program_.nodes.push_back({Kind::term, 1, static_cast<std::uint32_t>(program_.terms.size())});
    program_.terms.push_back(std::move(term));
    return true;
  }

  bool attribute(FilterTerm& term) {
    const std::string_view word = scanner_.peek_word();
    if (word.empty()) return fail("syntax", "Here belongs the name of an attribute, not, or (.");
    if (program_.terms.size() == Filter::max_terms)
      return fail("too_many_terms",
                  "A filter has at most " + std::to_string(Filter::max_terms) + " comparisons.");
    if (word.find(':') != word.npos)
      return fail("not_supported", "An attribute is named without the URN of a schema.");
    term.attribute = attribute_of(word);
    if (term.attribute == nullptr) return fail("unknown_attribute", unknown_attribute(word));
    scanner_.take_word(word);
    if (scanner_.is_at('['))
      return fail("not_supported", "Value paths are not supported; compare attributes such as groups.name.");
    return space();
  }

  bool comparison(FilterTerm& term) {
    scanner_.skip_spaces();
    const std::string_view word = scanner_.peek_word();
    const auto op = operator_of(word);
    if (!op)
      return fail(word.empty() ? "syntax" : "unknown_operator",
                  "Here belongs an operator: eq, ne, co, sw, ew, pr, gt, ge, lt or le.");
    if (term.attribute->type == Type::complex && op != FilterOperator::pr)
      return fail("operator",
                  "This attribute has attributes of its own and takes pr only; compare one of those.");
    scanner_.take_word(word);
    term.op = *op;
    return op == FilterOperator::pr || (space() && value(term));
  }

  bool value(FilterTerm& term) {
    scanner_.skip_spaces();
    const std::size_t offset = scanner_.offset();
    auto value = scanner_.take_value();
    if (!value.has_value()) {
      mistake_ = value.error();
      return false;
    }
    if (value->type == FilterScanner::Value::Type::other)
      return fail_at(offset, "type",
                     "No attribute is a number or a boolean; the value is a string, or null.");
    if (value->type == FilterScanner::Value::Type::text) return text(term, offset, std::move(value->text));
    term.is_null = true;
    if (term.op == FilterOperator::eq || term.op == FilterOperator::ne) return true;
    return fail_at(offset, "operator", "Only eq and ne compare with null.");
  }

  bool text(FilterTerm& term, std::size_t offset, std::string value) {
    if (term.attribute->type == Type::date && !is_part_of_text(term.op)) {
      auto instant = Instant::parse(value);
      if (!instant)
        return fail_at(offset, "date", R"(A date is written by RFC 3339, such as "2024-02-29T12:00:00Z".)");
      term.instant = *std::move(instant);
    } else if (term.attribute->type == Type::exact) {
      term.text = std::move(value);
    } else {
      append_collation(term.text, value);
    }
    return true;
  }

  std::size_t open(Kind kind) {
    program_.nodes.push_back({kind});
    return program_.nodes.size() - 1;
  }
  void close(std::size_t place) {
    program_.nodes[place].size = static_cast<std::uint32_t>(program_.nodes.size() - place);
  }

  // At the end, of a group or of all, more is missing than a space; who comes next says what.
  bool space() {
    return scanner_.is_at_end() || scanner_.is_at(' ') || scanner_.is_at(')') || missing_space();
  }
  bool missing_space() { return fail("missing_space", "Here belongs a space."); }
  bool fail(std::string_view reason, std::string detail) {
    return fail_at(scanner_.offset(), reason, std::move(detail));
  }
  bool fail_at(std::size_t offset, std::string_view reason, std::string detail) {
    mistake_ = {offset, std::string(reason), std::move(detail)};
    return false;
  }

  FilterScanner scanner_;
  FilterProgram program_;
  FilterMistake mistake_;
  std::size_t depth_ = 0;
};

// Where the text stops being UTF-8; its size where it does not.
std::size_t utf8_size(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint next = first_code_point(text.substr(at));
    if (next.value < 0) break;
    at += next.size;
  }
  return at;
}

}  // namespace

boost::system::result<Filter, FilterMistake> Filter::parse(std::string_view text) {
  if (text.size() > max_size)
    return FilterMistake{max_size, "too_long",
                         "A filter has at most " + std::to_string(max_size) + " bytes."};
  if (const std::size_t at = utf8_size(text); at < text.size())
    return FilterMistake{at, "utf8", "A filter is written in UTF-8."};
  FilterParser parser(text);
  if (!parser.parse()) return std::move(parser).mistake();
  return Filter(std::make_shared<const FilterProgram>(std::move(parser).release()));
}

}  // namespace schema
