#include "schema/filter_program.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <compare>
#include <string>

namespace schema {
namespace {

using Place = FilterAttribute::Place;
using Type = FilterAttribute::Type;
using Kind = FilterNode::Kind;

// Neither null nor empty: a value that `fits`.
template <class Fits>
bool fits_value(const Text& text, Fits fits) {
  return !text.is_null() && !text.view().empty() && fits(text.view());
}

template <class Fits>
bool id_fits(const Person& person, Fits fits) {
  const std::size_t first = person.first();
  if (first == person.accounts.size()) return false;
  // A list asks this of every person.
  thread_local std::string whole;
  whole.assign(person.providers[first]);
  whole += ':';
  whole += person.accounts[first]->id.view();
  return fits(std::string_view(whole));
}

template <class Fits>
bool any_source_fits(const Person& person, Place place, Fits fits) {
  for (std::size_t i = 0; i < person.accounts.size(); ++i) {
    const User* const account = person.accounts[i];
    if (account == nullptr) continue;
    if (place == Place::source_provider) {
      if (fits(person.providers[i])) return true;
    } else if (fits_value(place == Place::source_id ? account->id : account->customer_id, fits)) {
      return true;
    }
  }
  return false;
}

// Whether one of the attribute's values `fits`.
template <class Fits>
bool any_value_fits(const Person& person, const FilterAttribute& attribute, Fits fits) {
  switch (attribute.place) {
    case Place::id:
      return id_fits(person, fits);
    case Place::text_field:
      return fits_value(person.text(attribute.field), fits);
    case Place::state:
      return !name_of(person.state()).empty() && fits(name_of(person.state()));
    case Place::user_domain_type:
      return !name_of(person.user_domain_type()).empty() && fits(name_of(person.user_domain_type()));
    case Place::role: {
      const Text* const name = person.role_name();
      return name != nullptr && fits_value(*name, fits);
    }
    case Place::groups:
      return std::ranges::any_of(person.groups(), [&](const Group& group) {
        return fits_value(group.id, fits) || fits_value(group.name, fits);
      });
    case Place::group_id:
      return std::ranges::any_of(person.groups(),
                                 [&](const Group& group) { return fits_value(group.id, fits); });
    case Place::group_name:
      return std::ranges::any_of(person.groups(),
                                 [&](const Group& group) { return fits_value(group.name, fits); });
    case Place::sources:
      return any_source_fits(person, Place::source_provider, fits);
    case Place::source_provider:
    case Place::source_id:
    case Place::source_customer_id:
      return any_source_fits(person, attribute.place, fits);
  }
  return false;
}

bool has_value(const Person& person, const FilterAttribute& attribute) {
  return any_value_fits(person, attribute, [](std::string_view) { return true; });
}

// `ne` asks here for `eq`.
bool is_ordered_so(std::strong_ordering order, FilterOperator op) {
  switch (op) {
    case FilterOperator::gt:
      return order > 0;
    case FilterOperator::ge:
      return order >= 0;
    case FilterOperator::lt:
      return order < 0;
    case FilterOperator::le:
      return order <= 0;
    default:
      return order == 0;
  }
}

bool text_fits(std::string_view value, const FilterTerm& term) {
  switch (term.op) {
    case FilterOperator::co:
      return value.find(term.text) != value.npos;
    case FilterOperator::sw:
      return value.starts_with(term.text);
    case FilterOperator::ew:
      return value.ends_with(term.text);
    default:
      // The bytes of UTF-8 order like its code points.
      return is_ordered_so(value <=> std::string_view(term.text), term.op);
  }
}

bool folded_text_fits(std::string_view value, const FilterTerm& term) {
  thread_local std::string folded;
  folded.clear();
  append_collation(folded, value);
  return text_fits(folded, term);
}

bool value_fits(std::string_view value, const FilterTerm& term) {
  if (term.attribute->type == Type::exact) return text_fits(value, term);
  if (term.attribute->type == Type::text || is_part_of_text(term.op)) return folded_text_fits(value, term);
  const auto instant = Instant::parse(value);
  return instant && is_ordered_so(*instant <=> term.instant, term.op);
}

bool term_matches(const FilterTerm& term, const Person& person) {
  const FilterAttribute& attribute = *term.attribute;
  if (term.op == FilterOperator::pr) return has_value(person, attribute);
  const bool fits = term.is_null ? !has_value(person, attribute)
                                 : any_value_fits(person, attribute, [&](std::string_view value) {
                                     return value_fits(value, term);
                                   });
  return fits != (term.op == FilterOperator::ne);
}

// Recursion ends: a tree is no deeper than the parentheses allow.
bool node_matches(const FilterProgram& program, std::size_t place, const Person& person) {
  const FilterNode& node = program.nodes[place];
  if (node.kind == Kind::term) return term_matches(program.terms[node.term], person);
  // all_of ends with the first that does not match, the others with the first that does.
  const bool ending = node.kind != Kind::all_of;
  const std::size_t end = place + node.size;
  for (std::size_t child = place + 1; child < end; child += program.nodes[child].size) {
    if (node_matches(program, child, person) == ending) return node.kind == Kind::any_of;
  }
  return node.kind != Kind::any_of;
}

}  // namespace

bool Filter::matches(const Person& person) const { return node_matches(*program_, 0, person); }

bool Filter::names_state() const {
  return std::ranges::any_of(program_->terms, [](const FilterTerm& term) {
    return term.attribute->place == FilterAttribute::Place::state;
  });
}

}  // namespace schema
