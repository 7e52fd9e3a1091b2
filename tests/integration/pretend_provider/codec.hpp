// People of a shelf on the wire. Pure.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/page.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"
#include "schema/guid.hpp"
#include "schema/user_draft.hpp"

#include <string>

namespace adapters::pretend {

bool can_hold(schema::DraftField field);
std::string encode_person(const schema::UserDraft& draft);
Result<PagePtr> decode_people(HttpReply reply, schema::Guid customer, Operation operation, WallTime wall_now);
Result<PagePtr> decode_created(HttpReply reply, schema::Guid customer, const schema::UserDraft& draft,
                               WallTime wall_now);

}  // namespace adapters::pretend
