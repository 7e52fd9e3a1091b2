#include "tests/schema/filter_model.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

namespace tests::filter_model {
namespace {

using CodePoints = std::u32string;

CodePoints decoded(const std::string& utf8) {
  CodePoints out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  for (auto left = static_cast<utf8proc_ssize_t>(utf8.size()); left > 0;) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(at, left, &code_point);
    if (size <= 0) std::abort();
    out += static_cast<char32_t>(code_point);
    at += size;
    left -= size;
  }
  return out;
}

CodePoints folded(const std::string& utf8) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                   static_cast<utf8proc_ssize_t>(utf8.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                  UTF8PROC_CASEFOLD));
  if (size < 0) std::abort();
  const std::string out(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return decoded(out);
}

// The first that is given, else the first that is derived.
Maybe chosen(const Person& person, const std::string& name) {
  for (const bool derived : {false, true}) {
    for (const Account& account : person) {
      const auto found = account.texts.find(name);
      if (found != account.texts.end() && account.derived.at(name) == derived) return found->second;
    }
  }
  return std::nullopt;
}

Maybe chosen_role(const Person& person) {
  for (const Account& account : person) {
    if (account.has_role && account.role_name) return account.role_name;
  }
  return std::nullopt;
}

std::vector<Group> chosen_groups(const Person& person) {
  for (const Account& account : person) {
    if (!account.groups.empty()) return account.groups;
  }
  return {};
}

std::vector<std::string> values_of(const Person& person, const std::string& attribute) {
  std::vector<Maybe> all;
  if (attribute == "id") {
    if (!person.empty()) all.push_back(person[0].provider + ":" + person[0].id);
  } else if (attribute == "role" || attribute == "role.name") {
    all.push_back(chosen_role(person));
  } else if (attribute.starts_with("groups")) {
    for (const Group& group : chosen_groups(person)) {
      if (attribute != "groups.name") all.push_back(group.id);
      if (attribute != "groups.id") all.push_back(group.name);
    }
  } else if (attribute.starts_with("sources")) {
    for (const Account& account : person) {
      if (attribute == "sources" || attribute == "sources.provider") all.emplace_back(account.provider);
      if (attribute == "sources" || attribute == "sources.id") all.emplace_back(account.id);
      if (attribute == "sources" || attribute == "sources.customerId") all.push_back(account.customer_id);
    }
  } else {
    all.push_back(chosen(person, attribute));
  }
  std::vector<std::string> values;
  for (const Maybe& value : all) {
    if (value && !value->empty()) values.push_back(*value);
  }
  return values;
}

// Negative, zero or positive; nothing where one of them is no instant.
std::optional<int> compared_instants(const std::string& a, const std::string& b) {
  const auto rank = [](const std::string& text) -> std::optional<int> {
    int row = 0;
    for (const auto& same : instants()) {
      if (std::ranges::find(same, text) != same.end()) return row;
      ++row;
    }
    return std::nullopt;
  };
  if (!rank(a) || !rank(b)) return std::nullopt;
  return *rank(a) - *rank(b);
}

bool holds(int order, const std::string& op) {
  return (op == "eq" && order == 0) || (op == "gt" && order > 0) || (op == "ge" && order >= 0) ||
         (op == "lt" && order < 0) || (op == "le" && order <= 0);
}

bool value_matches(const std::string& value, const Expression& term) {
  const bool looks_inside = term.op == "co" || term.op == "sw" || term.op == "ew";
  if (is_date(term.attribute) && !looks_inside) {
    const auto order = compared_instants(value, *term.value);
    return order && holds(*order, term.op);
  }
  const bool exact = is_exact(term.attribute);
  const CodePoints a = exact ? decoded(value) : folded(value);
  const CodePoints b = exact ? decoded(*term.value) : folded(*term.value);
  if (!looks_inside) return holds(a < b ? -1 : a > b ? 1 : 0, term.op);
  if (b.size() > a.size()) return false;
  if (term.op == "sw") return std::equal(b.begin(), b.end(), a.begin());
  if (term.op == "ew") return std::equal(b.rbegin(), b.rend(), a.rbegin());
  return std::search(a.begin(), a.end(), b.begin(), b.end()) != a.end() || b.empty();
}

bool term_matches(const Expression& term, const Person& person) {
  if (term.op == "ne") {
    Expression equal = term;
    equal.op = "eq";
    return !term_matches(equal, person);
  }
  const auto values = values_of(person, term.attribute);
  if (term.op == "pr") return !values.empty();
  if (!term.value) return values.empty();
  return std::ranges::any_of(values, [&](const std::string& value) { return value_matches(value, term); });
}

schema::Text text_of(const std::string& value, bool derived = false) {
  return {value, false, derived ? schema::Text::Origin::derived : schema::Text::Origin::given};
}

schema::Text maybe_text_of(const Maybe& value) { return value ? text_of(*value) : schema::Text(); }

schema::User user_of(const Account& account) {
  schema::User user;
  user.id = text_of(account.id);
  user.customer_id = maybe_text_of(account.customer_id);
  for (const auto& [name, value] : account.texts) {
    for (std::size_t field = 0; field < schema::text_field_count; ++field) {
      if (name == name_of(static_cast<schema::TextField>(field)))
        user.texts[field] = text_of(value, account.derived.at(name));
    }
    if (name == "state") {
      user.state = value == "active" ? schema::UserState::active : schema::UserState::deleted;
      user.state_derived = account.derived.at(name);
    }
    if (name == "userDomainType")
      user.user_domain_type = value == "none"      ? schema::UserDomainType::none
                              : value == "managed" ? schema::UserDomainType::managed
                                                   : schema::UserDomainType::federated;
  }
  user.has_role = account.has_role;
  user.role_name = maybe_text_of(account.role_name);
  return user;
}

}  // namespace

const std::vector<std::vector<std::string>>& instants() {
  static const std::vector<std::vector<std::string>> rows = {
      {"0001-01-01T00:00:00Z"},
      {"1969-12-31T23:59:59.999Z", "1970-01-01T01:59:59.99900+02:00"},
      {"2024-02-28T23:59:59Z", "2024-02-29T00:59:59.000+01:00"},
      {"2024-02-29T00:00:00Z", "2024-02-28T19:00:00-05:00", "2024-02-29t00:00:00.0z"},
      {"2024-02-29T00:00:00.0000000000000000001Z"},
      {"2024-02-29T00:00:00.45Z", "2024-02-29T05:45:00.450+05:45"},
      {"2024-02-29T00:00:00.5Z", "2024-02-29T00:00:00.50-00:00"},
      {"2024-03-01T00:00:00Z", "2024-02-29T23:59:60Z"},
      {"9999-12-31T23:59:59Z"},
  };
  return rows;
}

bool is_date(const std::string& attribute) {
  return attribute == "lastDirectorySyncTime" || attribute == "softDeletionTime";
}

bool is_exact(const std::string& attribute) {
  return attribute == "id" || attribute == "immutableId" || attribute == "sources.id";
}

bool matches(const Expression& expression, const Person& person) {
  std::size_t matching = 0;
  for (const Expression& part : expression.parts)
    matching += matches(part, person) ? 1 : 0;
  switch (expression.kind) {
    case Expression::Kind::all_of:
      return matching == expression.parts.size();
    case Expression::Kind::any_of:
      return matching > 0;
    case Expression::Kind::none_of:
      return matching == 0;
    case Expression::Kind::term:
      break;
  }
  return term_matches(expression, person);
}

RealPerson::RealPerson(const Person& person) {
  for (const Account& account : person) {
    users_.push_back(user_of(account));
    groups_.emplace_back();
    for (const Group& group : account.groups)
      groups_.back().push_back({maybe_text_of(group.id), maybe_text_of(group.name)});
  }
  for (std::size_t i = 0; i < users_.size(); ++i) {
    users_[i].groups = groups_[i];
    // A provider without the person has its place all the same.
    names_.insert(names_.end(), {"absent", person[i].provider});
    pointers_.insert(pointers_.end(), {nullptr, &users_[i]});
  }
}

}  // namespace tests::filter_model
