// What CloudCockpit would refuse of a draft, known before anything is sent. Pure.
#pragma once

#include "adapters/draft_facts.hpp"
#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <vector>

namespace adapters::cloud_cockpit {

bool can_hold(schema::DraftField field);
std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft);
// Whether each group of the draft is one that there is.
std::vector<schema::FieldError> check_facts(const schema::UserDraft& draft, const DraftFacts& facts);

}  // namespace adapters::cloud_cockpit
