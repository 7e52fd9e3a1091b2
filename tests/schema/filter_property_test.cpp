#include "schema/filter.hpp"
#include "tests/schema/filter_model.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <rapidcheck.h>

namespace schema {
namespace {

namespace model = tests::filter_model;
using model::Expression;
using Kind = Expression::Kind;

// Every choice is rapidcheck's, so it can make a case that fails smaller.
int pick(int count) { return *rc::gen::inRange(0, count); }
bool one_in(int count) { return pick(count) == count - 1; }

template <class Range>
auto one_of(const Range& range) {
  return std::data(range)[static_cast<std::size_t>(pick(static_cast<int>(std::size(range))))];
}

// Short texts of few characters, so that they are often equal, or equal but for case and spelling.
std::string some_text() {
  constexpr std::array<std::string_view, 24> pieces = {
      "a",      "A",      "b", "B", "ss", "SS", "ß",  "ẞ",  "e\u0301", "é",      "É",          "fi",
      "\uFB01", "\uFF21", "K", "k", " ",  "\"", "\\", "\n", "\u212A",  "\u0130", "\U0001F600", "\uFFFD"};
  std::string text;
  for (int count = pick(4); count > 0; --count)
    text += one_of(pieces);
  return text;
}

std::string some_instant() { return one_of(one_of(model::instants())); }

std::string some_value(const std::string& attribute) {
  constexpr std::array<std::string_view, 6> states = {"active", "deleted", "DELETED", "Active", "act", "e"};
  constexpr std::array<std::string_view, 5> types = {"none", "managed", "federated", "Managed", "ed"};
  constexpr std::array<std::string_view, 5> names = {"one", "two", "ONE", "o", "one:"};
  if (attribute == "state") return std::string(one_of(states));
  if (attribute == "userDomainType") return std::string(one_of(types));
  if (attribute == "sources.provider") return std::string(one_of(names));
  if (attribute == "id") return std::string(one_of(names)) + (pick(2) == 0 ? ":" : "") + some_text();
  return some_text();
}

model::Maybe maybe_text() {
  if (one_in(3)) return std::nullopt;
  return some_text();
}

model::Account some_account(std::string provider) {
  model::Account account;
  account.provider = std::move(provider);
  account.id = some_text() + "x";
  account.customer_id = maybe_text();
  for (const std::string name :
       {"userPrincipalName", "email", "firstName", "lastName", "displayName", "state", "usageLocation",
        "phoneNumber", "immutableId", "userDomainType", "lastDirectorySyncTime", "softDeletionTime"}) {
    if (one_in(3)) continue;
    std::string& text = account.texts[name];
    if (name == "state") {
      text = pick(2) == 0 ? "active" : "deleted";
    } else if (name == "userDomainType") {
      text = one_of(std::array<std::string, 3>{"none", "managed", "federated"});
    } else {
      text = model::is_date(name) ? some_instant() : some_text();
    }
    // Only what an adapter can make of other members.
    account.derived[name] = name != "userDomainType" && one_in(4);
  }
  account.has_role = pick(2) == 0;
  if (account.has_role) account.role_name = maybe_text();
  for (int count = pick(4); count > 0; --count)
    account.groups.push_back({maybe_text(), maybe_text()});
  return account;
}

model::Person some_person() {
  model::Person person;
  if (!one_in(4)) person.push_back(some_account("one"));
  if (person.empty() || pick(2) == 0) person.push_back(some_account("two"));
  return person;
}

Expression some_term() {
  const std::array<std::string, 22> attributes = {"id",
                                                  "userPrincipalName",
                                                  "email",
                                                  "firstName",
                                                  "lastName",
                                                  "displayName",
                                                  "state",
                                                  "usageLocation",
                                                  "phoneNumber",
                                                  "immutableId",
                                                  "userDomainType",
                                                  "lastDirectorySyncTime",
                                                  "softDeletionTime",
                                                  "role.name",
                                                  "groups.id",
                                                  "groups.name",
                                                  "sources.provider",
                                                  "sources.id",
                                                  "sources.customerId",
                                                  "role",
                                                  "groups",
                                                  "sources"};
  const std::array<std::string, 10> operators = {"eq", "ne", "co", "sw", "ew", "pr", "gt", "ge", "lt", "le"};
  Expression term;
  term.attribute = one_of(attributes);
  const bool is_complex =
      term.attribute == "role" || term.attribute == "groups" || term.attribute == "sources";
  term.op = is_complex ? "pr" : one_of(operators);
  if (term.op == "pr" || ((term.op == "eq" || term.op == "ne") && one_in(4))) return term;
  const bool looks_inside = term.op == "co" || term.op == "sw" || term.op == "ew";
  if (!model::is_date(term.attribute)) {
    term.value = some_value(term.attribute);
  } else if (looks_inside) {
    const std::string instant = some_instant();
    const auto begin = static_cast<std::size_t>(pick(static_cast<int>(instant.size())));
    term.value = instant.substr(begin, static_cast<std::size_t>(pick(12)));
  } else {
    term.value = some_instant();
  }
  return term;
}

Expression some_expression(int levels) {
  Expression expression;
  const int kind = levels == 0 ? 0 : pick(4);
  if (kind == 0) return some_term();
  expression.kind = kind == 1 ? Kind::all_of : kind == 2 ? Kind::any_of : Kind::none_of;
  for (int parts = kind == 3 ? 1 : 2 + pick(2); parts > 0; --parts)
    expression.parts.push_back(some_expression(levels - 1));
  return expression;
}

std::string some_spaces(int least) {
  return std::string(static_cast<std::size_t>(least + (one_in(4) ? pick(3) : 0)), ' ');
}

std::string in_some_case(std::string word) {
  if (!one_in(3)) return word;
  for (char& c : word) {
    if (c >= 'a' && c <= 'z' && pick(2) == 0) c = static_cast<char>(c - 'a' + 'A');
  }
  return word;
}

std::string quoted(const std::string& text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' && pick(2) == 0) {
      out += "\\n";
    } else if (byte < 0x20 || (byte < 0x80 && one_in(8))) {
      out += "\\u00";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + '"';
}

std::string printed(const Expression& expression);

std::string in_parentheses(const Expression& expression) {
  return "(" + some_spaces(0) + printed(expression) + some_spaces(0) + ")";
}

std::string printed(const Expression& expression) {
  if (expression.kind == Kind::none_of)
    return in_some_case("not") + some_spaces(0) + in_parentheses(expression.parts[0]);
  if (expression.kind == Kind::term) {
    std::string text = in_some_case(expression.attribute) + some_spaces(1) + in_some_case(expression.op);
    if (expression.op == "pr") return text;
    return text + some_spaces(1) + (expression.value ? quoted(*expression.value) : "null");
  }
  const bool is_and = expression.kind == Kind::all_of;
  std::string text;
  for (const Expression& part : expression.parts) {
    if (!text.empty()) text += some_spaces(1) + in_some_case(is_and ? "and" : "or") + some_spaces(1);
    const bool must = is_and && part.kind == Kind::any_of;
    text += must || one_in(4) ? in_parentheses(part) : printed(part);
  }
  return text;
}

}  // namespace

TEST_CASE("random filters mean what a second implementation says, however they are spaced and spelled") {
  // Repeatable; RC_PARAMS of the environment goes first.
  setenv("RC_PARAMS", "seed=3644 max_success=5000 max_size=100", 0);
  int asked = 0;
  int matched = 0;
  CHECK(rc::check("the filter agrees with the model", [&] {
    const Expression expression = some_expression(3);
    const std::string text = some_spaces(0) + printed(expression) + some_spaces(0);
    RC_LOG() << text << '\n';
    const auto filter = Filter::parse(text);
    if (!filter.has_value()) RC_FAIL(filter.error().detail);
    for (int i = 0; i < 2; ++i) {
      const model::Person person = some_person();
      const model::RealPerson real(person);
      const bool expected = model::matches(expression, person);
      RC_ASSERT(filter->matches(real.view()) == expected);
      ++asked;
      matched += expected ? 1 : 0;
    }
  }));
  // Filters that nearly always say the same would prove little.
  CHECK(matched > asked / 4);
  CHECK(matched < asked * 3 / 4);
}

}  // namespace schema
