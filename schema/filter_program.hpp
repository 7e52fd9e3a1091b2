// What the filter's parser makes and its matcher runs: the terms, and how `and`, `or` and `not` join them.
// Nobody else includes it.
#pragma once

#include "schema/filter.hpp"
#include "schema/instant.hpp"
#include "schema/user.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace schema {

struct FilterAttribute {
  enum class Type : std::uint8_t {
    text,     // compares by case folding
    exact,    // compares as it stands
    date,     // compares as an instant
    complex,  // has attributes of its own; it is there or it is not
  };
  // Where a person keeps it.
  enum class Place : std::uint8_t {
    id,
    text_field,
    state,
    user_domain_type,
    role,
    groups,
    group_id,
    group_name,
    sources,
    source_provider,
    source_id,
    source_customer_id,
  };

  std::string_view name;
  Type type;
  Place place;
  TextField field{};  // of a text_field
};

// In the order in which a message lists them.
std::span<const FilterAttribute> filter_attributes();

enum class FilterOperator : std::uint8_t { eq, ne, co, sw, ew, gt, ge, lt, le, pr };

struct FilterTerm {
  const FilterAttribute* attribute = nullptr;
  FilterOperator op = FilterOperator::pr;
  bool is_null = false;  // the value to compare with
  std::string text;      // the value, folded where the attribute's are
  Instant instant;       // the value, where instants are compared
};

// Whether the operator looks inside a text: a date's, too.
constexpr bool is_part_of_text(FilterOperator op) {
  return op == FilterOperator::co || op == FilterOperator::sw || op == FilterOperator::ew;
}

// The expression's tree, a parent before its children.
struct FilterNode {
  enum class Kind : std::uint8_t { term, all_of, any_of, none_of };

  Kind kind = Kind::term;
  std::uint32_t size = 1;  // in nodes, with all below it
  std::uint32_t term = 0;  // its place among the terms
};

struct FilterProgram {
  std::vector<FilterNode> nodes;
  std::vector<FilterTerm> terms;
};

}  // namespace schema
