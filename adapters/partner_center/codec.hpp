// Partner Center's users on the wire: requests out, pages in. Pure: no I/O, no clock, no randomness; the
// adapter gives ids and time. The mapping table is in README.md, the error table in fault.hpp.
#pragma once

#include "adapters/call_context.hpp"
#include "adapters/directory.hpp"
#include "adapters/http_message.hpp"
#include "adapters/page.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"
#include "config/url.hpp"
#include "schema/guid.hpp"
#include "schema/user_draft.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::partner_center {

// `next` is empty or a page's, which goes on with the set that it began with. A `next` that is not of this
// customer: nullopt.
std::optional<HttpRequest> encode_list(const config::Url& base, schema::Guid customer, UserSet set,
                                       std::string_view next);
HttpRequest encode_create(const config::Url& base, schema::Guid customer, const schema::UserDraft& draft);
// What every request carries besides the bearer token. `request_id` names one operation, over its retries.
void add_headers(HttpRequest& request, const CallContext& context, const std::string& request_id);

struct ListQuestion {
  const config::Url& base;
  schema::Guid customer;
  bool first_page = true;
  WallTime wall_now;
};

Result<PagePtr> decode_list(HttpReply reply, const ListQuestion& question);
// The created user, completed from the draft. Wipes the reply's body: it echoes the password.
Result<PagePtr> decode_created(HttpReply reply, schema::Guid customer, const schema::UserDraft& draft,
                               WallTime wall_now);

}  // namespace adapters::partner_center
