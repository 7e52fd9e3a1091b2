// What makes two creates the same request: tenant, client, customer, providers in their order, and the draft
// as the caller wrote it, the password included. Only a keyed hash of it is kept (state/seal.hpp).
#pragma once

#include "gateway/create/order.hpp"
#include "schema/secret_text.hpp"
#include "schema/user_draft.hpp"

#include <string_view>
#include <vector>

namespace gateway::create {

// One form for one meaning: the order of members and the spelling of the JSON do not matter.
schema::SecretText canonical_draft(const schema::UserDraft& draft);
schema::SecretText canonical_request(std::string_view tenant, std::string_view client,
                                     const std::vector<CreateTarget>& targets,
                                     const schema::SecretText& draft);

}  // namespace gateway::create
