// One account as the journal keeps it, so that an operation that is finished later can still answer with the
// whole person: text out of a page's user, and a page of one user out of the text.
#pragma once

#include "adapters/page.hpp"

#include <string>
#include <string_view>

namespace gateway::create {

// Without `raw`, which nobody asked for.
std::string encode_stored_user(const schema::User& user);
// Null where the text is none of ours.
adapters::PagePtr decode_stored_user(std::string_view text);

}  // namespace gateway::create
