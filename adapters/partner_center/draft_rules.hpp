// What Partner Center (that is, Entra ID behind it) would refuse of a draft, known before anything is sent.
// Pure; the limits are Entra's published ones.
#pragma once

#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <vector>

namespace adapters::partner_center {

bool can_hold(schema::DraftField field);
std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft);

}  // namespace adapters::partner_center
