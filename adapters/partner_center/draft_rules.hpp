// What Partner Center (that is, Entra ID behind it) would refuse of a draft, known before anything is sent.
// Pure; the limits are Entra's published ones.
#pragma once

#include "adapters/draft_facts.hpp"
#include "schema/problem.hpp"
#include "schema/user_draft.hpp"

#include <string>
#include <vector>

namespace adapters::partner_center {

bool can_hold(schema::DraftField field);
std::vector<schema::FieldError> check_draft(const schema::UserDraft& draft);
// Of the userPrincipalName, in lower case; empty: it has none.
std::string domain_of(const schema::UserDraft& draft);
// Whether the name is in a domain of the customer's.
std::vector<schema::FieldError> check_facts(const schema::UserDraft& draft, const DraftFacts& facts);

}  // namespace adapters::partner_center
