// A provider's id as the schema writes it: GUIDs in lower case, everything else as it was sent. Codecs use
// it.
#pragma once

#include "adapters/page.hpp"
#include "schema/text.hpp"

namespace adapters {

// A view into the page, as `id` is.
schema::Text canonical_id(Page& page, schema::Text id);

}  // namespace adapters
