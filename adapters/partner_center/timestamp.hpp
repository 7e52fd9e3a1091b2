// Partner Center's times as the schema's RFC 3339. Pure.
#pragma once

#include "adapters/page.hpp"
#include "schema/text.hpp"

namespace adapters::partner_center {

// The same text where it is RFC 3339; with a Z where only the offset is missing (all its times are UTC); null
// where it is no time.
schema::Text to_timestamp(Page& page, schema::Text text);

}  // namespace adapters::partner_center
