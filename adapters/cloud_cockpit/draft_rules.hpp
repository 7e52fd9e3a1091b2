// What CloudCockpit would refuse of a draft, known before anything is sent. Pure.
#pragma once

#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <vector>

namespace adapters::cloud_cockpit {

bool can_hold(schema::DraftField field);
std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft);

}  // namespace adapters::cloud_cockpit
