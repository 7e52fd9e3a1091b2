// One portal user of CloudCockpit (its UserViewModel), from JSON to the common schema. Used by codec.cpp.
#pragma once

#include "adapters/json_page.hpp"
#include "adapters/page.hpp"
#include "schema/user.hpp"

namespace adapters::cloud_cockpit {

// Reads the object that comes next into `user`; a user without an id is a failed body.
void read_user(JsonReader& reader, Page& page, schema::User& user);
// What the portal does not say but the schema has: the display name of the names, and that the user is
// active.
void derive(Page& page, schema::User& user);

}  // namespace adapters::cloud_cockpit
