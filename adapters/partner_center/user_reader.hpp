// One CustomerUser of Partner Center, from JSON to the common schema. Used by codec.cpp.
#pragma once

#include "adapters/json_page.hpp"
#include "adapters/page.hpp"
#include "schema/user.hpp"

namespace adapters::partner_center {

// Reads the object that comes next into `user`; a user without an id is a failed body.
void read_user(JsonReader& reader, Page& page, schema::User& user);

}  // namespace adapters::partner_center
