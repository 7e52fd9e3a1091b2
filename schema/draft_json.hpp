// From a JSON body to a UserDraft: shape and types only, every mistake at once with its pointer. Null is the
// same as absent; a role without a name is no role. What a provider needs or cannot hold, its adapter says.
#pragma once

#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schema {

// Mistakes past this number are not listed: a small body must not make a huge answer.
inline constexpr std::size_t max_draft_errors = 100;

struct DecodedDraft {
  UserDraft draft;
  std::vector<FieldError> errors;  // empty: the draft is well-formed
};

DecodedDraft decode_draft(const boost::json::value& body);

// RFC 6901: `parent` and one more reference token, escaped, and cut where it is long.
std::string pointer_to(std::string_view parent, std::string_view name);

}  // namespace schema
