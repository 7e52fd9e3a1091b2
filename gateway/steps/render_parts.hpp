// What several answers have in common: who may keep them, what became of the providers, the warnings.
#pragma once

#include "gateway/aggregate/merge.hpp"
#include "gateway/call.hpp"
#include "schema/problem.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::steps {

// A cache may keep it for its own user only, and asks before it uses it.
void mark_personal(Answer& answer);
// True for this moment only.
void mark_uncacheable(Answer& answer);
// As a JSON array.
void append_outcomes(std::string& out, const std::vector<schema::ProviderOutcome>& outcomes);
// `,"warnings":[…]`
void append_warnings(std::string& out, const std::vector<aggregate::Warning>& warnings);
// `,"complete":…,"providers":[…]`
void append_completeness(std::string& out, bool complete,
                         const std::vector<schema::ProviderOutcome>& outcomes);
// `"nextCursor":…`, and the header field that leads to `target`; null where the cursor is empty.
void append_next(Answer& answer, const std::string& cursor, const std::string& target);
// A weak tag of what was hashed: what it stands for may be written in other bytes.
std::string entity_tag(std::uint64_t one, std::uint64_t other = 0);
std::uint64_t hash_of(std::string_view bytes);
// A string, null where it is empty.
void append_text_or_null(std::string& out, std::string_view text);

}  // namespace gateway::steps
