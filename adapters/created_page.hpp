// The page that a create answers with: the one user, of what the provider said and, where it said less, of
// the draft that it accepted. Holds nothing of the provider's own bytes, which may echo a password.
#pragma once

#include "adapters/page.hpp"
#include "schema/guid.hpp"
#include "schema/user_draft.hpp"

namespace adapters {

// Copies `answered`; only members that `can_hold` are taken from the draft.
std::shared_ptr<Page> make_created_page(const schema::User& answered, schema::Guid customer,
                                        const schema::UserDraft& draft, bool (*can_hold)(schema::DraftField));

}  // namespace adapters
