// CloudCockpit's portal users and customers on the wire: requests out, pages in. Pure: no I/O, no clock, no
// randomness. The mapping table is in README.md, the error table in fault.hpp.
#pragma once

#include "adapters/cloud_cockpit/portal.hpp"
#include "adapters/page.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"
#include "schema/guid.hpp"
#include "schema/user_draft.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::cloud_cockpit {

// `reseller` is a GUID's text, or empty.
HttpRequest encode_list(const Portal& portal, const CallContext& context, schema::Guid customer,
                        std::string_view reseller);
HttpRequest encode_create(const Portal& portal, const CallContext& context, schema::Guid customer,
                          std::string_view reseller, const schema::UserDraft& draft);
HttpRequest encode_find_customer(const Portal& portal, const CallContext& context, schema::Guid tenant_id,
                                 std::string_view reseller);

Result<PagePtr> decode_list(HttpReply reply, schema::Guid customer, WallTime wall_now);
// The answer is the new user's id, or the user; either way completed from the draft.
Result<PagePtr> decode_created(HttpReply reply, schema::Guid customer, const schema::UserDraft& draft,
                               WallTime wall_now);
// CloudCockpit's id of the customer with this Microsoft tenant id; nullopt: it has none.
Result<std::optional<schema::Guid>> decode_found_customer(HttpReply reply, schema::Guid tenant_id,
                                                          WallTime wall_now);

// "first last", or the one there is; empty where there is neither.
// Visible ASCII, at most 128 of it: whether CloudCockpit's ids are always GUIDs is not documented.
bool is_sane_id(std::string_view id);

std::string display_name_of(std::string_view first, std::string_view last);

}  // namespace adapters::cloud_cockpit
