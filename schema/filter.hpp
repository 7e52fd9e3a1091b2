// A SCIM filter (RFC 7644, 3.4.2.2) over a merged person, for lists. Pure: text in, yes or no out. Attributes
// are the published names, and `role.name groups.id groups.name sources.provider sources.id
// sources.customerId`; value paths, schema URNs, numbers and booleans are mistakes, as no attribute needs
// them.
#pragma once

#include "schema/person.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace schema {

// Why a text is no filter. A value of the caller's is never quoted, the name of an attribute may be.
struct FilterMistake {
  std::size_t offset = 0;  // in bytes, into the text; its size where something is missing at the end
  // For a program: syntax, missing_space, unknown_attribute, unknown_operator, operator, type, date,
  // not_supported, too_long, too_many_terms, too_deep, utf8.
  std::string reason;
  std::string detail;  // a sentence: what would be right
};

struct FilterProgram;

// Immutable: copies share it, and several threads may use it at once.
class Filter {
 public:
  static constexpr std::size_t max_size = 8000;  // bytes
  static constexpr std::size_t max_terms = 50;
  static constexpr std::size_t max_depth = 10;  // of parentheses, with or without `not` in front

  static boost::system::result<Filter, FilterMistake> parse(std::string_view text);

  // Text compares by case folding (fold.hpp, collation) except `id immutableId sources.id`, a date as the
  // instant that it is. Null and the empty text are no value: only `eq null`, `ne` and `not` match them. An
  // attribute of several values matches where one of them does; `ne` is `not eq` all the same.
  bool matches(const Person& person) const;
  // Whether it speaks of `state`: a list then does not narrow it by itself.
  bool names_state() const;

 private:
  explicit Filter(std::shared_ptr<const FilterProgram> program) : program_(std::move(program)) {}

  std::shared_ptr<const FilterProgram> program_;
};

}  // namespace schema
