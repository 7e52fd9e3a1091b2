// The domains of a customer at Partner Center on the wire: request out, names in. Pure; adapter.cpp uses it.
#pragma once

#include "adapters/http_message.hpp"
#include "adapters/provider_error.hpp"
#include "adapters/reply_fault.hpp"
#include "config/url.hpp"
#include "schema/guid.hpp"

#include <string>
#include <vector>

namespace adapters::partner_center {

HttpRequest encode_domain_list(const config::Url& base, const schema::Guid& customer);
// In lower case.
Result<std::vector<std::string>> decode_domain_list(HttpReply reply, WallTime wall_now);

}  // namespace adapters::partner_center
